package dev.aftershock.junit;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.aftershock.engine.ActingFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A target that each test tells anew: real processes, of which every test starts one of its own. */
class TargetOfEachTestTest {

    @TempDir
    Path folder;

    @Test
    void eachTestBreaksItsOwnTargetAndNoOther() {
        Suite.met.clear();
        Events tests = run(Suite.class, false);

        assertThat(Failures.of(tests)).isEmpty();
        tests.assertStatistics(statistics -> statistics.started(5).succeeded(5));
        assertThat(Suite.met).as("one of its own for each").hasSize(5);
    }

    @Test
    void aTestMayBreakItsOwnTargetItself() {
        assertThat(Failures.of(run(Imperative.class, false))).isEmpty();
    }

    @Test
    void aTargetThatMovedBeforeTheBodyIsMetWhereItIs() {
        assertThat(Failures.of(run(Moving.class, false))).isEmpty();
    }

    @Test
    void aTestThatMayBreakItsTargetIsLeftOutWhenAsked() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Imperative.class))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter(ChaosExperimentExtension.SKIP, "true")
                .execute()
                .testEvents();

        assertThat(tests.finished().list()).as("those that ran").isEmpty();
        assertThat(tests.skipped().list()).hasSize(1);
    }

    @Test
    void testsThatMayRunInParallelMustHaveOneTarget() {
        assertThat(Failures.of(run(Parallel.class, true)))
                .singleElement()
                .asString()
                .containsPattern(
                        "Parallel.shop: it tells '127.0.0.1:2000\\d' to one test and '127.0.0.1:2000\\d' to another, "
                                + "and they may run in parallel; expected the same for all of them, or @Execution\\(SAME_THREAD\\)");
    }

    private Events run(Class<?> suite, boolean parallel) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", Boolean.toString(parallel))
                .configurationParameter(
                        "junit.jupiter.execution.parallel.mode.default", parallel ? "concurrent" : "same_thread")
                .execute()
                .testEvents();
    }

    @InjectedFault(value = "process-pause", artifact = "aftershock-processes")
    @Retention(RetentionPolicy.RUNTIME)
    @interface PauseProcess {
        String target();

        During during() default During.BODY;
    }

    private static Process sleep() {
        try {
            return new ProcessBuilder("sleep", "60").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The system says so with a T, after the name in brackets. */
    private static boolean isPaused(Process process) throws IOException {
        String told = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return told.substring(told.lastIndexOf(')')).startsWith(") T");
    }

    /** What the suites under test share; none of them is a test of the build's own. */
    abstract static class WithAProcess {

        Process process = sleep();

        @ChaosTarget(kind = "process")
        Supplier<String> sleeper = () -> Long.toString(process.pid());

        @AfterEach
        void end() {
            process.destroyForcibly();
        }
    }

    static class Suite extends WithAProcess {

        static final Set<Long> met = new HashSet<>();

        @AfterEach
        void meet() {
            met.add(process.pid());
        }

        @Test
        @PauseProcess(target = "sleeper")
        void first() throws IOException {
            assertThat(isPaused(process)).isTrue();
        }

        @Test
        @PauseProcess(target = "sleeper")
        void second() throws IOException {
            assertThat(isPaused(process)).isTrue();
        }

        @Test
        void withoutAFault() throws IOException {
            assertThat(isPaused(process)).isFalse();
        }

        @Nested
        class OfTheOuterInstance {

            @Test
            @PauseProcess(target = "sleeper")
            void paused() throws IOException {
                assertThat(isPaused(process)).isTrue();
            }
        }

        @Nested
        @PauseProcess(target = "sleeper", during = During.TEST)
        class BeforeTheTestToo {

            private boolean before;

            @BeforeEach
            void look() throws IOException {
                before = isPaused(process);
            }

            @Test
            void paused() {
                assertThat(before).isTrue();
            }
        }
    }

    static class Moving extends WithAProcess {

        @BeforeEach
        void move() throws InterruptedException {
            process.destroyForcibly().waitFor();
            process = sleep();
        }

        @Test
        @PauseProcess(target = "sleeper")
        void moved() throws IOException {
            assertThat(isPaused(process)).isTrue();
        }
    }

    static class Imperative extends WithAProcess {

        @Test
        void breaks(Chaos chaos) throws Exception {
            try (ActingFault pause = chaos.inject(part("process-pause", with("target", "sleeper")))) {
                assertThat(isPaused(process)).as(pause.evidence()).isTrue();
            }
        }
    }

    static class Parallel {

        static final AtomicInteger ports = new AtomicInteger(20_000);

        private final int port = ports.incrementAndGet();

        @ChaosTarget(kind = "tcp")
        Supplier<String> shop = () -> "127.0.0.1:" + port;

        @Test
        void one() {}

        @Test
        void other() {}
    }
}
