package dev.aftershock.measurement;

import static dev.aftershock.measurement.Stream10ms.MS;
import static dev.aftershock.measurement.Stream10ms.between;
import static dev.aftershock.measurement.Stream10ms.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the fault, the heal, the client and the clocks do to a measurement; the fault strikes at 505 ms. */
class RecoveryBesideTheFaultTest {

    private static final long FAULT = 505;

    private static Stream10ms down() {
        return new Stream10ms().good(0, 510).failing(510, 800);
    }

    @Test
    void recoveredBeforeTheFaultEndedIsANormalFailoverThatTheHealMayDisturbAgain() {
        Moment heal = between(1_205, 1_210);
        Stream10ms stream = down().good(800, 1_210).failing(1_210, 1_250).good(1_250, 2_000);
        assertThat(stream.since(FAULT).recoveredBefore(heal)).isTrue();
        assertThat(stream.since(FAULT).stable()).isEqualTo(millis(285, 290, 296));
        assertThat(stream.since(heal).stable()).isEqualTo(new Bracket(30 * MS, 37 * MS + MS / 2, 46 * MS));
    }

    @Test
    void recoveredOnlyByHealCannotBeToldFromRecoveryOfItsOwn() {
        Recovery recovery = down().good(800, 1_500).since(FAULT);
        assertThat(recovery.recoveredBefore(between(802, 802))).isTrue();
        assertThat(recovery.recoveredBefore(between(801, 802))).isFalse();
        assertThat(recovery.recoveredBefore(between(700, 702))).isFalse();
    }

    @Test
    void neverRecoveredIsNotRecoveredBeforeAnything() {
        assertThat(down().since(FAULT).recoveredBefore(between(99_999, 99_999))).isFalse();
        assertThat(new Stream10ms().good(0, 1_500).since(FAULT).recoveredBefore(between(0, 0)))
                .isTrue();
    }

    @Test
    void alreadyFailingBeforeTheFaultIsToldApart() {
        Stream10ms stream = new Stream10ms().good(0, 310).failing(310, 800).good(800, 1_500);
        assertThat(stream.since(FAULT).failingBefore()).isTrue();
        assertThat(stream.since(FAULT).impact()).hasValue(Bracket.zero());
        assertThat(stream.since(FAULT).firstFailure()).hasValue(between(300, 311));
        assertThat(stream.since(312).failingBefore()).isTrue();
        assertThat(stream.since(311).failingBefore())
                .as("it may be the fault's doing")
                .isFalse();
        assertThat(new Stream10ms().good(0, 1_500).since(FAULT).failingBefore()).isFalse();
    }

    @Test
    void retriesHiddenInTheClientLookSlowWhereAttemptsFailed() {
        // the client tries again every 10 ms until it works, so that its calls only take long
        Stream10ms attempts = new Stream10ms().good(0, 510).failing(510, 600).good(600, 1_500);
        Stream10ms calls = new Stream10ms().good(0, 510).queued(510, 600, 600).good(600, 1_500);
        assertThat(attempts.since(FAULT).outages()).hasSize(1);
        assertThat(calls.since(FAULT).outages()).isEmpty();
        assertThat(calls.since(FAULT).brownouts()).hasSize(1);
        assertThat(calls.since(FAULT).unavailable()).isEqualTo(Bracket.zero());
        assertThat(attempts.since(FAULT).unavailable().point()).isEqualTo(90 * MS);
    }

    @Test
    void pooledDeadSocketsRecoverLaterThanNewConnections() {
        Stream10ms fresh = down().good(800, 2_500);
        Stream10ms pooled = new Stream10ms().good(0, 510).silent(510, 1_400).good(1_400, 2_500);
        assertThat(fresh.since(FAULT).stable()).isEqualTo(millis(285, 290, 296));
        assertThat(pooled.since(FAULT).stable()).isEqualTo(millis(885, 890, 896));
    }

    @Test
    void originOfTheClockMovesNoDuration() {
        Stream10ms stream = down().good(800, 1_500);
        long hours = 36_000_000L * MS;
        List<Sample> later = stream.samples.stream()
                .map(s -> new Sample(s.due() + hours, s.sent() + hours, s.done() + hours, s.outcome()))
                .toList();
        Moment fault = new Moment(FAULT * MS + hours, FAULT * MS + hours);
        Recovery shifted = RecoveryAnalysis.since(fault, later, Stream10ms.SPEC, Stream10ms.BOUND);
        Recovery recovery = stream.since(FAULT);
        assertThat(shifted.stable()).isEqualTo(recovery.stable());
        assertThat(shifted.unavailable()).isEqualTo(recovery.unavailable());
        assertThat(shifted.impact()).isEqualTo(recovery.impact());
        assertThat(shifted.noOutageLongerThan()).isEqualTo(recovery.noOutageLongerThan());
    }

    @Test
    void wallClockStepIsInvisibleSinceNothingHereReadsAWallClock() throws Exception {
        Path classes = Path.of(RecoveryAnalysis.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class")).toList())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(file -> assertThat(text(file))
                            .doesNotContain("currentTimeMillis", "java/time/Clock", "java/time/Instant"));
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void partlyFailingRequestsCountByTheirShare() {
        // answers may take 25 ms, so that a good one between two silent ones ends no outage
        Stream10ms stream = new Stream10ms().good(0, 510);
        for (long at = 510; at < 910; at += 20) {
            stream.silent(at, at + 10).good(at + 10, at + 20);
        }
        stream.good(910, 1_500);
        Recovery recovery = RecoveryAnalysis.since(
                between(FAULT, FAULT), stream.samples, Stream10ms.SPEC, OptionalLong.of(25 * MS));
        assertThat(recovery.outages()).hasSize(1);
        assertThat(recovery.unavailable()).isEqualTo(millis(0, 200, 416));
        assertThat(recovery.longest().orElseThrow().low()).as("as one outage").isEqualTo((890 - 535) * MS);
    }

    @Test
    void partlyFailingWithoutEndHasALowerBoundOnly() {
        Stream10ms stream =
                new Stream10ms().good(0, 510).silent(510, 560).good(560, 570).silent(570, 800);
        Recovery recovery = RecoveryAnalysis.since(
                between(FAULT, FAULT), stream.samples, Stream10ms.SPEC, OptionalLong.of(25 * MS));
        assertThat(recovery.unavailable()).isEqualTo(Bracket.atLeast((550 - 535 + 790 - 595) * MS));
    }
}
