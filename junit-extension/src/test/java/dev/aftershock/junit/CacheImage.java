package dev.aftershock.junit;

import dev.aftershock.engine.RealComponent;
import java.util.Optional;

/** The image of the server that is frozen and killed. Named apart from the test, whose class starts a container. */
final class CacheImage {

    private CacheImage() {}

    /** Without it a continuous build fails, and any other says what it leaves out. */
    static boolean isThere() {
        return name().isPresent();
    }

    static Optional<String> name() {
        return RealComponent.named(
                "AFTERSHOCK_TOXIPROXY_IMAGE",
                "a container of Testcontainers",
                "the name of an image of Toxiproxy 2.x in a Docker engine that runs; '.ci/setup toxiproxy-image' makes one");
    }
}
