package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a toxic acts, by the schedule alone. */
class ScheduleTest {
    private static final long MS = 1_000_000;
    private static final long START = 1_000 * MS;

    @Test
    void onAndOffTakeTurns() {
        Schedule schedule = new Schedule(200, 800, 0, START);
        assertThat(schedule.strengthAt(START)).isEqualTo(1);
        assertThat(schedule.strengthAt(START + 200 * MS - 1)).isEqualTo(1);
        assertThat(schedule.strengthAt(START + 200 * MS)).isZero();
        assertThat(schedule.strengthAt(START + 1_000 * MS - 1)).isZero();
        assertThat(schedule.strengthAt(START + 1_000 * MS)).isEqualTo(1);
    }

    @Test
    void theNextTurnIsKnownAndNeverDrifts() {
        Schedule schedule = new Schedule(200, 800, 0, START);
        long at = START;
        for (int turn = 0; turn < 2_000; turn++) {
            at = schedule.nextAfter(at);
            assertThat(at).isEqualTo(START + (turn / 2 * 1_000L + (turn % 2 == 0 ? 200 : 1_000)) * MS);
        }
    }

    @Test
    void aRampGrowsInFiftyStepsAndStays() {
        Schedule schedule = new Schedule(0, 0, 5_000, START);
        assertThat(schedule.strengthAt(START)).isCloseTo(0.02, within(1e-9));
        assertThat(schedule.strengthAt(START + 2_500 * MS)).isCloseTo(0.52, within(1e-9));
        assertThat(schedule.strengthAt(START + 5_000 * MS)).isEqualTo(1);
        assertThat(schedule.strengthAt(START + 500_000 * MS)).isEqualTo(1);
        long at = START;
        int steps = 0;
        for (; at != Lease.NEVER; at = schedule.nextAfter(at)) {
            steps++;
        }
        assertThat(steps).isEqualTo(50);
    }

    @Test
    void aRampBeginsAnewEachTimeItComesOn() {
        Schedule schedule = new Schedule(1_000, 500, 1_000, START);
        assertThat(schedule.strengthAt(START + 999 * MS)).isEqualTo(1);
        assertThat(schedule.strengthAt(START + 1_001 * MS)).isZero();
        assertThat(schedule.strengthAt(START + 1_500 * MS)).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void anEmptyScheduleIsNone() throws ApiError {
        Optional<Schedule> before = Optional.of(new Schedule(200, 800, 0, START));
        assertThat(read("{\"schedule\":{}}", before)).isEmpty();
        assertThat(read("{}", before)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schedule\":{\"onMs\":100}} | schedule.offMs is absent; expected a time beside the other of onMs and offMs",
                "{\"schedule\":{\"onMs\":1,\"offMs\":100}} | schedule.onMs is 1; expected a whole number from 20 to 86400000",
                "{\"schedule\":5} | schedule is 5; expected an object",
                "{\"schedule\":{\"rampMs\":\"1s\"}} | schedule.rampMs is '1s'; expected a whole number from 20 to 86400000",
            })
    void whatIsNoScheduleIsRefused(String body, String message) {
        ApiError refused = catchThrowableOfType(ApiError.class, () -> read(body, Optional.empty()));
        assertThat(refused.text()).endsWith(message);
    }

    @Test
    void aTypeInWhichNothingGrowsCannotRamp() {
        ApiError refused = catchThrowableOfType(
                ApiError.class,
                () -> Schedule.read(
                        OwnFields.of(JsonReader.firstValue("{\"schedule\":{\"rampMs\":1000}}")),
                        new TimeoutToxic(),
                        Optional.empty()));
        assertThat(refused.text()).endsWith("schedule.rampMs is 1000; expected none: nothing grows in type 'timeout'");
    }

    private static Optional<Schedule> read(String body, Optional<Schedule> current) throws ApiError {
        return Schedule.read(OwnFields.of(JsonReader.firstValue(body)), new LatencyToxic(), current);
    }
}
