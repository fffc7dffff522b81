package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CalibrationIT {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void theErrorFoundIsOfTheOrderOfTheSpacing() {
        for (int millis : new int[] {1, 5, 20}) {
            Pace pace = new Pace(Duration.ofMillis(millis), Duration.ofSeconds(1));
            long from = clock.nanos();
            Calibration.Result result = Calibration.run(pace, clock, 1);
            Duration took = Duration.ofNanos(clock.nanos() - from);
            System.out.printf(
                    "calibration at %d ms: errors %s ms, observer max gap %.2f ms, took %d ms%n",
                    millis,
                    result.errors().stream().map(error -> error / 1e6).toList(),
                    result.maxGapNanos() / 1e6,
                    took.toMillis());
            assertThat(result.errors()).hasSize(3).allMatch(error -> error <= result.errorNanos());
            assertOfTheOrderOf(pace.every(), result);
            assertThat(took).isLessThan(SHORT);
        }
    }

    @Test
    void aWideSpacingIsCappedSoThatItStaysShort() {
        Pace slow = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(30));
        long from = clock.nanos();
        assertOfTheOrderOf(Duration.ofMillis(20), Calibration.run(slow, clock, 1));
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(SHORT);
    }

    /** Beside a longer pause the error may be anything, up to never; the run is invalid then, as it should be. */
    private static void assertOfTheOrderOf(Duration every, Calibration.Result result) {
        assertThat(result.errorNanos() < every.plus(PAUSE).toNanos() || result.maxGapNanos() > PAUSE.toNanos())
                .as("%s", result)
                .isTrue();
    }

    @Test
    void anInterruptEndsItAtOnce() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Calibration.run(new Pace(Duration.ofMillis(5), Duration.ofSeconds(1)), clock, 1))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSurveyMeasuresEverySpacingAndTellsEachRowAtOnce() {
        List<Duration> spacings = List.of(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50));
        SurveyPlan plan = new SurveyPlan(spacings, 10, Duration.ofSeconds(10), 3);
        List<Survey.Row> told = new ArrayList<>();
        Survey survey = Calibration.survey(plan, clock, told::add);
        print("on this machine as it is", survey);
        assertThat(told).isEqualTo(survey.rows());
        assertThat(survey.rows()).extracting(Survey.Row::every).isEqualTo(spacings);
        assertThat(survey.rows()).allSatisfy(row -> {
            assertThat(row.outages()).isEqualTo(10);
            assertThat(row.p50()).isLessThanOrEqualTo(row.p95());
            assertThat(row.p95()).isLessThanOrEqualTo(row.max());
            assertThat(Math.abs(row.bias())).isLessThanOrEqualTo(row.max());
        });
    }

    @Test
    void aMachineTooBusyForASpacingIsToldSo() throws Exception {
        SurveyPlan plan = new SurveyPlan(List.of(Duration.ofMillis(1)), 10, Duration.ofSeconds(10), 3);
        int hogs = 4 * Runtime.getRuntime().availableProcessors();
        Survey survey = Hogs.beside(hogs, () -> Calibration.survey(plan, clock, row -> {}));
        print("beside " + hogs + " processor hogs", survey);
        assertThat(survey.rows().get(0).shortcoming()).isPresent();
        assertThat(survey.attainable()).isEmpty();
    }

    @Test
    void aSurveyCutShortByItsTimeSaysSoInItsRows() {
        List<Duration> spacings = List.of(Duration.ofMillis(5), Duration.ofMillis(20));
        SurveyPlan plan = new SurveyPlan(spacings, 100, Duration.ofMillis(700), 3);
        long from = clock.nanos();
        Survey survey = Calibration.survey(plan, clock, row -> {});
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(survey.rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.outages()).isLessThan(100);
            assertThat(row.shortcoming()).isPresent();
        });
    }

    @Test
    void anInterruptEndsASurveyToo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Calibration.survey(SurveyPlan.usual(1), clock, row -> {}))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void print(String where, Survey survey) {
        System.out.println("calibration survey " + where + ", attainable: "
                + survey.attainable().map(Duration::toString).orElse("none"));
        for (Survey.Row row : survey.rows()) {
            System.out.printf(
                    "  D %3d ms: %d of %d inside, error p50 %.2f p95 %.2f max %.2f ms, bias %+.2f ms, sent late by p99"
                            + " %.2f ms, max gap %.1f ms, %s%n",
                    row.every().toMillis(),
                    row.inside(),
                    row.outages(),
                    row.p50() / 1e6,
                    row.p95() / 1e6,
                    row.max() / 1e6,
                    row.bias() / 1e6,
                    row.lateness() / 1e6,
                    row.maxGap() / 1e6,
                    row.shortcoming().orElse("attainable"));
        }
    }
}
