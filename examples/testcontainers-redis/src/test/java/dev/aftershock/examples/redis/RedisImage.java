package dev.aftershock.examples.redis;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The image of Redis: the one that an environment variable names, which is never pulled, or the official one. */
final class RedisImage {

    private static final String VARIABLE = "AFTERSHOCK_REDIS_IMAGE";
    private static final String OFFICIAL = "redis:7";

    private RedisImage() {}

    /**
     * Whether there is an engine, which can have the image. Without it a continuous build fails, and any other says what it leaves
     * out.
     */
    static boolean isThere() {
        boolean onCi = "true".equals(System.getenv("CI"));
        if (onCi && named().isEmpty()) {
            throw new AssertionError(VARIABLE + " is not set; expected the image that '.ci/setup redis-image' makes");
        }
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return true;
        }
        String reason = "no failover of Redis was tried: no Docker engine answers; start one, or set DOCKER_HOST";
        if (onCi) {
            throw new AssertionError(reason);
        }
        System.out.println(reason);
        return false;
    }

    private static Optional<String> named() {
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank());
    }

    /** A container of it, not started. */
    static GenericContainer<?> container() {
        GenericContainer<?> made = new GenericContainer<>(DockerImageName.parse(named().orElse(OFFICIAL)));
        return named().isPresent() ? made.withImagePullPolicy(missing -> false) : made;
    }
}
