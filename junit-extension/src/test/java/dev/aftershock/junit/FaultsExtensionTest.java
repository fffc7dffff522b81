package dev.aftershock.junit;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class FaultsExtensionTest {

    @TempDir
    Path folder;

    @AutoClose
    private static final EchoServer server = new EchoServer();

    @Test
    void eachFaultActsForItsTestAloneAndIsHealedBeforeTheNext() {
        Events tests = run(Suite.class).testEvents();

        assertThat(Failures.of(tests)).isEmpty();
        tests.assertStatistics(statistics -> statistics.started(9).succeeded(9));
        assertThat(tests.reportingEntryPublished().list())
                .as("the evidence of each annotated fault is in the report")
                .hasSize(8);
    }

    @Test
    void aTestUnderAFaultIsTaggedAndCanBeLeftOut() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Suite.class))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter(ChaosExperimentExtension.SKIP, "true")
                .execute()
                .testEvents();

        tests.assertStatistics(statistics -> statistics.skipped(8).started(1).succeeded(1));
        assertThat(tests.skipped().list())
                .allMatch(event -> event.getTestDescriptor().getTags().stream()
                                .anyMatch(tag -> tag.getName().equals("chaos"))
                        || event.toString().contains("Chaos)"));
    }

    @Test
    void aFailingTestIsHealedToo() {
        assertThat(Failures.of(run(FailingSuite.class).testEvents()))
                .singleElement()
                .asString()
                .contains("on purpose");
        assertThat(FailingSuite.after).isLessThan(Duration.ofMillis(150));
    }

    @Test
    void aFieldThatCannotHoldALinkIsNamed() {
        assertThatThrownBy(() -> LinkFields.of(NotStatic.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("NotStatic.db with @ProxiedLink is no static field of type Link");
        assertThatThrownBy(() -> LinkFields.of(NoLink.class)).hasMessageContaining("static Link db");
        assertThatThrownBy(() -> LinkFields.of(Nowhere.class)).hasMessageContaining("tells nowhere where it leads");
        assertThatThrownBy(() -> LinkFields.of(Twice.class)).hasMessageContaining("holds a link and names an upstream");
    }

    @Test
    void aLinkOutsideOfATestIsNotOpen() {
        assertThatThrownBy(() -> Link.to("127.0.0.1:1").port())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a link to 127.0.0.1:1 is not open");
    }

    @Test
    void parallelTestsNeedTheirLocks() {
        assertThat(Failures.of(parallel(Suite.class).testEvents()))
                .hasSize(8)
                .allMatch(failure -> failure.contains("@ChaosTest on the class"));
    }

    @Test
    void parallelTestsOfALockedClassDoNotMeetEachOthersFaults() {
        ParallelSuite.beside.set(0);
        assertThat(Failures.of(parallel(ParallelSuite.class).testEvents())).isEmpty();
        assertThat(ParallelSuite.seen).hasSize(8);
    }

    private EngineExecutionResults run(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute();
    }

    private EngineExecutionResults parallel(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(suite))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    /** An annotation of a team's own. */
    @Latency(link = "db", value = "150ms", jitter = "10ms")
    @Retention(RetentionPolicy.RUNTIME)
    @interface SlowDatabase {}

    /** The suite under test; it is no test of the build's own. */
    static class Suite {

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        @AfterEach
        void isWhole() throws IOException {
            assertThat(EchoServer.quickest(db)).isLessThan(Duration.ofMillis(150));
        }

        @Test
        void whole() throws IOException {
            assertThat(EchoServer.quickest(db)).isLessThan(Duration.ofMillis(150));
        }

        @Test
        @Latency(link = "db", value = "200ms")
        void slow() throws IOException {
            assertThat(EchoServer.roundTrip(db)).isBetween(Duration.ofMillis(190), Duration.ofMillis(900));
        }

        @Test
        @SlowDatabase
        void slowByAnAnnotationOfOnesOwn() throws IOException {
            assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(130));
        }

        @Test
        @Latency(link = "db", value = "100ms", stream = "upstream")
        @Latency(link = "db", value = "100ms")
        void slowBothWays() throws IOException {
            assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(190));
        }

        @Test
        @Cut(link = "db")
        void cut() {
            assertThatThrownBy(() -> EchoServer.roundTrip(db)).isInstanceOf(IOException.class);
        }

        @Test
        @Unanswered(link = "db")
        void unanswered() {
            assertThatThrownBy(() -> EchoServer.roundTrip(db)).hasMessageContaining("timed out");
        }

        @Test
        void imperative(Chaos chaos) throws Exception {
            try (ActingFault cut = chaos.inject(part("down", with("link", "db")))) {
                assertThat(cut.evidence()).contains("refused");
                assertThatThrownBy(() -> EchoServer.roundTrip(db)).isInstanceOf(IOException.class);
            }
            assertThat(EchoServer.quickest(db)).isLessThan(Duration.ofMillis(150));
            chaos.inject(part("latency", with("link", "db"), with("value", "200ms")));
            assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(190));
        }

        @Nested
        class InANestedClass {

            @Test
            @Latency(link = "db", value = "200ms")
            void slow() throws IOException {
                assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(190));
            }
        }

        @Nested
        @Latency(link = "db", value = "120ms", during = During.TEST)
        class OfAClassUnderAFault {

            @BeforeEach
            void before() throws IOException {
                assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(110));
            }

            @Test
            void slow() throws IOException {
                assertThat(EchoServer.roundTrip(db)).isGreaterThan(Duration.ofMillis(110));
            }
        }
    }

    static class FailingSuite {

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        static Duration after = Duration.ofDays(1);

        @AfterEach
        void look() throws IOException {
            after = EchoServer.quickest(db);
        }

        @Test
        @Latency(link = "db", value = "200ms")
        void fails() {
            throw new IllegalStateException("on purpose");
        }
    }

    @ChaosTest
    static class ParallelSuite {

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        static final AtomicInteger beside = new AtomicInteger();
        static final List<String> seen = new CopyOnWriteArrayList<>();

        private void whole(String name) throws IOException {
            for (int i = 0; i < 20; i++) {
                assertThat(EchoServer.quickest(db)).isLessThan(Duration.ofMillis(150));
            }
            seen.add(name);
        }

        private void slow(String name) throws IOException {
            assertThat(beside.incrementAndGet()).isEqualTo(1);
            assertThat(EchoServer.quickest(db)).isBetween(Duration.ofMillis(190), Duration.ofMillis(390));
            beside.decrementAndGet();
            seen.add(name);
        }

        @Test
        void wholeA() throws IOException {
            whole("a");
        }

        @Test
        void wholeB() throws IOException {
            whole("b");
        }

        @Test
        void wholeC() throws IOException {
            whole("c");
        }

        @Test
        void wholeD() throws IOException {
            whole("d");
        }

        @Test
        @Latency(link = "db", value = "200ms")
        void slowA() throws IOException {
            slow("slow a");
        }

        @Test
        @Latency(link = "db", value = "200ms")
        void slowB() throws IOException {
            slow("slow b");
        }

        @Test
        @Latency(link = "db", value = "200ms")
        void slowC() throws IOException {
            slow("slow c");
        }

        @Test
        void imperative(Chaos chaos) throws Exception {
            chaos.inject(part("latency", with("link", "db"), with("value", "200ms")));
            slow("imperative");
        }
    }

    static class NotStatic {
        @ProxiedLink(upstream = "127.0.0.1:1")
        Link db;
    }

    static class NoLink {
        @ProxiedLink(upstream = "127.0.0.1:1")
        static String db;
    }

    static class Nowhere {
        @ProxiedLink
        static Link db;
    }

    static class Twice {
        @ProxiedLink(upstream = "127.0.0.1:1")
        static Link db = Link.to("127.0.0.1:2");
    }
}
