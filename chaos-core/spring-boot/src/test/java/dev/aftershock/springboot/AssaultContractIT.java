package dev.aftershock.springboot;

import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Every assault keeps the contract on a real application, and what Chaos Monkey was set to is restored to the letter. */
class AssaultContractIT extends FaultContract {

    private static final Duration SLOW = Duration.ofMillis(250);
    private static final Duration AWAITED = Duration.ofSeconds(30);
    private static final int LOOKS = 10;

    private static Optional<RunningApplication> application = Optional.empty();
    private static Optional<Victims> victims = Optional.empty();
    private static String before = "";

    @BeforeAll
    static void start() throws IOException {
        // Its heap grows, and shrinks again when what was taken is given back.
        RunningApplication started = RunningApplication.measured(
                "-XX:+UseSerialGC",
                "-XX:-ShrinkHeapInSteps",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Xms48m",
                "-Xmx160m");
        application = Optional.of(started);
        before = started.settings();
        victims = Optional.of(new Victims());
    }

    @AfterAll
    static void stop() throws IOException {
        if (application.isPresent()) {
            application.get().close();
        }
        if (victims.isPresent()) {
            victims.get().close();
        }
    }

    @Override
    protected Class<?> module() {
        return SpringLatency.class;
    }

    @Override
    protected List<Case> cases() {
        return List.of(
                new Case(
                        "spring-latency",
                        Map.of("target", "prices", "value", "300ms", "watch", "service"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> new Prices(application.orElseThrow(), true)),
                new Case(
                        "spring-exception",
                        Map.of("target", "prices", "type", "illegal-state", "watch", "service", "canary", "web"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> new Prices(application.orElseThrow(), false)),
                new Case(
                        "spring-kill",
                        Map.of("target", "prices"),
                        Heals.NEVER,
                        () -> new Mortal(victims.orElseThrow().alive())),
                new Case(
                        "spring-memory",
                        Map.of("target", "prices", "heap", "80%"),
                        Heals.FROM_RECIPE_ALONE,
                        () -> new Growing(application.orElseThrow())));
    }

    /** Whether its heap has grown shows what was taken, and what was given back. */
    private record Growing(RunningApplication application) implements World {

        private static final double LARGE = 0.79;
        private static final double SMALL = 0.7;

        @Override
        public Targets targets() {
            return OneTarget.named("prices", application);
        }

        private double heap() {
            return Double.parseDouble(application.get("/heap").body());
        }

        @Override
        public boolean healthy() {
            return heap() < SMALL && application.settings().equals(before);
        }

        @Override
        public boolean broken() {
            return heap() > LARGE;
        }

        /** The next claim goes on with it, once it has seen for itself that it is to give the memory back. */
        @Override
        public void close() {
            await().atMost(AWAITED).until(() -> heap() < SMALL);
        }
    }

    /** The application that is ended, which nobody starts again. */
    private record Mortal(RunningApplication application) implements World {

        @Override
        public Targets targets() {
            return OneTarget.named("prices", application);
        }

        @Override
        public boolean healthy() {
            return application.serves() && application.settings().equals(before);
        }

        @Override
        public boolean broken() {
            return application.get("/price").status() == 0;
        }

        /** Where it lives on, the next claim does too. */
        @Override
        public void close() {}
    }

    private record Prices(RunningApplication application, boolean slow) implements World {

        @Override
        public Targets targets() {
            return new Both(application);
        }

        @Override
        public boolean healthy() {
            for (int look = 0; look < LOOKS; look++) {
                RunningApplication.Answer answer = application.get("/price");
                if (answer.status() == 200 && answer.after().compareTo(SLOW) < 0) {
                    return application.settings().equals(before);
                }
            }
            return false;
        }

        @Override
        public boolean broken() {
            RunningApplication.Answer answer = application.get("/price");
            return slow ? answer.after().compareTo(SLOW) > 0 : answer.status() == 500;
        }

        /** The next claim goes on with it. */
        @Override
        public void close() {}
    }

    private record Both(RunningApplication application) implements Targets {
        @Override
        public <T> List<Named<T>> find(String name, Class<T> capability) {
            Targets one = name.equals("web")
                    ? OneTarget.named(name, (HttpTarget) () -> application.address("/price"))
                    : OneTarget.named("prices", application);
            return one.find(name, capability);
        }
    }
}
