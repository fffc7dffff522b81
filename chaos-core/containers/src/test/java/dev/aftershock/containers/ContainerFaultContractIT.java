package dev.aftershock.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.parts.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Every container fault keeps the contract on a container of a real engine, which is one for all: each claim heals it. */
class ContainerFaultContractIT extends FaultContract {

    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int LOOKS = 20;

    private static final Optional<String> IMAGE = Server.ownImage();
    private static final long VOLUME = (long) Server.VOLUME_MEBIBYTES << 20;

    private static Optional<Server> server = Optional.empty();

    @BeforeAll
    static void startContainer() {
        server = Optional.of(Server.orLeftOut());
    }

    @AfterAll
    static void removeContainer() {
        server.ifPresent(Server::close);
    }

    @Override
    protected Class<?> module() {
        return ContainerPause.class;
    }

    @Override
    protected List<Case> cases() {
        Map<String, String> target = Map.of("target", "db");
        return List.of(
                silent("container-pause", target),
                silent("container-kill", target),
                silent("container-kill", Map.of("target", "db", "signal", "TERM")),
                silent("container-stop", Map.of("target", "db", "grace", "1s")),
                silent("container-disconnect", target),
                new Case(
                        "container-restart",
                        Map.of("target", "db", "grace", "1s"),
                        Heals.BY_ITSELF,
                        () -> ContainerWorld.started(server.orElseThrow())),
                new Case(
                        "container-fill",
                        Map.of("target", "db", "mount", Server.MOUNT, "size", "16", "image", IMAGE.orElse("none")),
                        Heals.FROM_RECIPE_ALONE,
                        () -> ContainerWorld.filled(server.orElseThrow())),
                new Case(
                        "container-file",
                        Map.of("target", "db", "path", Server.FILE, "content", "something else, and more of it"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> ContainerWorld.changed(server.orElseThrow())),
                new Case(
                        "container-limit",
                        Map.of("target", "db", "cpus", "0.2", "memory", "64"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> ContainerWorld.limited(server.orElseThrow())));
    }

    private static Case silent(String kind, Map<String, String> written) {
        return new Case(kind, written, Heals.FROM_RECIPE_ALONE, () -> ContainerWorld.silent(server.orElseThrow()));
    }

    /** A sign that the container suffers, seen from outside of its engine where that is possible. */
    @FunctionalInterface
    private interface Sign {
        boolean seen() throws Exception;
    }

    private record ContainerWorld(Server server, Sign sign) implements World {

        static ContainerWorld silent(Server server) {
            return new ContainerWorld(server, () -> !server.answers(SHORT));
        }

        static ContainerWorld started(Server server) {
            String before = server.now().getState().getStartedAt();
            return new ContainerWorld(
                    server, () -> !server.now().getState().getStartedAt().equals(before));
        }

        static ContainerWorld filled(Server server) {
            assumeTrue(IMAGE.isPresent(), "no image of the command line");
            return new ContainerWorld(server, () -> server.free() == VOLUME / 2);
        }

        static ContainerWorld changed(Server server) {
            return new ContainerWorld(server, () -> server.held().equals("rw-r----- something else, and more of it"));
        }

        static ContainerWorld limited(Server server) {
            return new ContainerWorld(
                    server,
                    () -> server.processors().equals(OptionalDouble.of(0.2))
                            && server.memory().equals(OptionalDouble.of(64 << 20)));
        }

        @Override
        public Targets targets() {
            return OneTarget.named("db", server);
        }

        @Override
        public boolean healthy() throws Exception {
            boolean answers = false;
            for (int look = 0; look < LOOKS && !answers; look++) {
                answers = server.answers(LONG);
            }
            return answers
                    && server.attached()
                    && (IMAGE.isEmpty() || server.free() == VOLUME)
                    && server.held().equals(Server.HELD)
                    && server.processors().isEmpty()
                    && server.memory().equals(OptionalDouble.of(Server.MEMORY));
        }

        @Override
        public boolean broken() throws Exception {
            return sign.seen();
        }

        /** The next claim goes on with it. */
        @Override
        public void close() {}
    }
}
