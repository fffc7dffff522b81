package dev.aftershock.springboot;

import dev.aftershock.engine.ReferenceProvider;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the target {@code chaos-monkey}: an application that runs, with Chaos Monkey for Spring Boot in it.
 *
 * @param endpoint of its actuator, http or https
 * @param login a file with the value of the header {@code Authorization}; its text stands in no output
 */
public record ChaosMonkey(
        @Setting("Its endpoint, such as http://127.0.0.1:8080/actuator/chaosmonkey.")
        URI endpoint,

        @Setting(
                "A file with the value of the header Authorization, such as 'Bearer ...' or 'Basic ...', where one is asked for.")
        Optional<String> login) {

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is neither http nor https, or has no host
     */
    public ChaosMonkey {
        boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        boolean bare = endpoint.getQuery() == null && endpoint.getUserInfo() == null && endpoint.getFragment() == null;
        if (!web || endpoint.getHost() == null || !bare || endpoint.getPath().endsWith("/")) {
            throw new IllegalArgumentException(
                    "'endpoint' is '" + endpoint.getScheme() + "://" + endpoint.getHost()
                            + "...'; expected http(s)://HOST:PORT/actuator/chaosmonkey, without a login, a query, or a slash at the end");
        }
    }

    /** Refers to applications that already run. Thread-safe. */
    public static final class Provider extends ReferenceProvider<ChaosMonkey> {

        /** Used by {@link java.util.ServiceLoader}. */
        public Provider() {
            super(
                    "chaos-monkey",
                    "An application that runs, with Chaos Monkey for Spring Boot in it.",
                    ChaosMonkey.class,
                    "endpoint");
        }

        @Override
        public List<TargetInfo> describe(String name, ChaosMonkey settings) {
            return List.of(
                    new TargetInfo(name, "Chaos Monkey at " + settings.endpoint(), Set.of(ChaosMonkeyTarget.class)));
        }

        /** A file that holds none is refused when it is used. */
        @Override
        protected Collection<Secret> secrets(ChaosMonkey settings) {
            return settings.login().flatMap(file -> Login.read(Path.of(file))).stream()
                    .map(Secret::new)
                    .toList();
        }

        @Override
        protected Object target(ChaosMonkey settings) {
            return new Referred(settings.endpoint(), settings.login().map(Path::of));
        }
    }

    private record Referred(URI endpoint, Optional<Path> login) implements ChaosMonkeyTarget {}
}
