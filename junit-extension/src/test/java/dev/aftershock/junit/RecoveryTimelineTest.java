package dev.aftershock.junit;

import static dev.aftershock.format.Words.lasting;
import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.format.Words.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.parts.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class RecoveryTimelineTest {

    @TempDir
    Path folder;

    @AutoClose
    private static final EchoServer server = new EchoServer();

    @Test
    void theOutageOfAFaultIsMeasuredWithItsErrorAndTold() {
        Events tests = run("outage");

        assertThat(failures(tests)).isEmpty();
        assertThat(tests.reportingEntryPublished().stream().map(Object::toString))
                .anyMatch(entry -> entry.contains("echo: R3 = ") && entry.contains(" since the fault, R6 = "));
    }

    @Test
    void aProbeOfTheCatalogueWatchesToo() {
        assertThat(failures(run("catalogue"))).isEmpty();
    }

    @Test
    void whatWatchesBeforeAnAnnotatedFaultKnowsWhatWasNormal() {
        assertThat(failures(run("annotated"))).isEmpty();
    }

    @Test
    void whoWaitsIsToldAsSoonAsItIsTooLate() {
        assertThat(failures(run("tooLate")))
                .singleElement()
                .asString()
                .contains("AssertionError: expected recovery (R3) within 50ms, but 'echo' measured")
                .containsPattern("\n  .* after the fault: failed: ");
    }

    @Test
    void aBrownoutIsNotAnOutage() {
        assertThat(failures(run("brownout"))).isEmpty();
    }

    @Test
    void whoWaitsForASteadyStateThatDoesNotComeIsToldWhy() {
        assertThat(failures(run("neverSteady")))
                .singleElement()
                .asString()
                .containsPattern(
                        "'refused' was not steady within 300ms: of the last \\d+ answers \\d+ were bad, and \\d+ could not")
                .contains("after the wait began: failed: IllegalStateException: no, password=***")
                .doesNotContain("hunter22");
    }

    @Test
    void mistakesAreNamed() {
        assertThat(failures(run("unknownSetting")))
                .singleElement()
                .asString()
                .contains("RecoveryTimelineTest.java:")
                .contains("unknown key 'withinn'");
        assertThat(failures(run("nothingToCountFrom")))
                .singleElement()
                .asString()
                .contains("'echo' cannot count from the fault, which was not yet");
    }

    private Events run(String method) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Suite.class.getName() + "#" + method + "(" + Chaos.class.getName() + ", "
                        + RecoveryTimeline.class.getName() + ")"))
                .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                .execute()
                .testEvents();
    }

    private static List<String> failures(Events tests) {
        assertThat(tests.started().count()).isOne();
        return Failures.of(tests);
    }

    static class Suite {

        @ProxiedLink
        static Link db = Link.to(() -> server.address());

        private Observed early;

        private static Callable<Boolean> roundTrip() {
            return () -> EchoServer.roundTrip(db).toNanos() > 0;
        }

        @BeforeEach
        void watch(RecoveryTimeline timeline) throws Exception {
            early = timeline.watch("early", roundTrip(), within("100ms"), lasting("200ms"));
            await().until(early.steady());
        }

        @Test
        void outage(Chaos chaos, RecoveryTimeline timeline) throws Exception {
            Observed echo = timeline.watch("echo", roundTrip(), with("every", "5ms"), lasting("200ms"));
            await().until(echo.steady());
            ActingFault cut = chaos.inject(part("down", with("link", "db")));
            await().until(echo.failing());
            assertThat(echo.recovered().call()).isFalse();
            cut.heal();
            await().until(echo.recovered().within("10s"));

            Bracket stable = echo.recovery().stable();
            long cutFor = cut.healing().orElseThrow().earliest() - cut.onset().latest();
            assertThat(stable.high()).isGreaterThan(cutFor);
            assertThat(stable.low())
                    .isLessThan(
                            cut.healing().orElseThrow().latest() - cut.onset().earliest() + 1_000_000_000L);
            ChaosAssertions.assertThat(echo).recoveredWithin("10s").wasDownAtMost("10s");
            ChaosAssertions.assertThat(echo.sinceHeal(cut)).recoveredWithin("2s");
            ChaosAssertions.assertThat(echo.since(cut)).recoveredWithin("10s");
            assertThatThrownBy(() -> ChaosAssertions.assertThat(echo).wasDownAtMost("1ms"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("expected unavailability (R6) within 1ms, but 'echo' measured")
                    .hasMessageContaining("after the fault: failed: ");
        }

        @Test
        void catalogue(Chaos chaos, RecoveryTimeline timeline) throws Exception {
            Observed port = timeline.watch("port", part("tcp", with("target", "db")), lasting("200ms"));
            await().until(port.steady());
            chaos.inject(part("down", with("link", "db"))).heal();
            await().until(port.recovered());
            ChaosAssertions.assertThat(port).recoveredWithin("5s");
        }

        @Test
        @Cut(link = "db")
        void annotated(Chaos none, RecoveryTimeline timeline) {
            await().until(early.failing());
            assertThat(early.recovery().failingBefore()).isFalse();
            assertThat(early.recovery().stable().ended()).isFalse();
        }

        @Test
        void tooLate(Chaos chaos, RecoveryTimeline timeline) throws Exception {
            Observed echo = timeline.watch("echo", roundTrip(), with("deadline", "200ms"), lasting("100ms"));
            await().until(echo.steady());
            chaos.inject(part("down", with("link", "db")));
            await().until(echo.recovered().within("50ms"));
        }

        @Test
        void brownout(Chaos chaos, RecoveryTimeline timeline) throws Exception {
            ActingFault slow = chaos.inject(part("latency", with("link", "db"), with("value", "300ms")));
            await().until(early.failing());
            slow.heal();
            await().until(early.recovered());
            ChaosAssertions.assertThat(early).wasDownAtMost("0s").wasSlowAtMost("5s");
            assertThat(early.recovery().slow().high()).isPositive();
        }

        @Test
        void neverSteady(Chaos none, RecoveryTimeline timeline) throws Exception {
            Observed refused = timeline.watch("refused", () -> {
                throw new IllegalStateException("no, password=hunter22");
            });
            await().until(refused.steady().within("300ms"));
        }

        @Test
        void unknownSetting(Chaos none, RecoveryTimeline timeline) throws Exception {
            timeline.watch("echo", roundTrip(), with("withinn", "1s"));
        }

        @Test
        void nothingToCountFrom(Chaos none, RecoveryTimeline timeline) throws Exception {
            Observed echo = timeline.watch("echo", roundTrip());
            assertThat(echo.failing().call()).isFalse();
            try {
                echo.recovered().call();
            } catch (InvalidInputException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
