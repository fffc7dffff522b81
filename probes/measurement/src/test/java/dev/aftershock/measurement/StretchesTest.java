package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StretchesTest {

    private static final Stretches TWO = Stretches.of(List.of(new Moment(50, 60), new Moment(10, 20)));

    @Test
    void overlappingOnesAreJoinedAndTouchingOnesAreNot() {
        Stretches joined = Stretches.of(List.of(new Moment(15, 18), new Moment(10, 20), new Moment(19, 30)));
        assertThat(joined.longestWithin(0, 100)).isEqualTo(20);
        Stretches touching = Stretches.of(List.of(new Moment(20, 32), new Moment(10, 20)));
        assertThat(touching.longestWithin(0, 100)).isEqualTo(12);
    }

    @Test
    void aStretchWithoutLengthIsNone() {
        Stretches none = Stretches.of(List.of(new Moment(10, 10)));
        assertThat(none.touch(0, 100)).isFalse();
        assertThat(none.longestWithin(0, 100)).isZero();
    }

    @Test
    void sharingAnInstantIsTouchingButNotOverlapping() {
        assertThat(TWO.touch(0, 9)).isFalse();
        assertThat(TWO.touch(0, 10)).isTrue();
        assertThat(TWO.touch(20, 30)).isTrue();
        assertThat(TWO.touch(21, 49)).isFalse();
        assertThat(TWO.touch(61, 99)).isFalse();
        assertThat(TWO.longestWithin(0, 10)).isZero();
        assertThat(TWO.longestWithin(0, 11)).isEqualTo(10);
        assertThat(TWO.longestWithin(19, 50)).isEqualTo(10);
        assertThat(TWO.longestWithin(20, 50)).isZero();
    }

    @Test
    void timePassesOnlyOutsideThem() {
        assertThat(TWO.passed(0, 9, 999)).isEqualTo(9);
        assertThat(TWO.passed(0, 10, 999))
                .as("a pause that begins when it is due")
                .isEqualTo(20);
        assertThat(TWO.passed(5, 8, 999)).isEqualTo(23);
        assertThat(TWO.passed(15, 3, 999)).as("from within").isEqualTo(23);
        assertThat(TWO.passed(20, 3, 999)).isEqualTo(23);
        assertThat(TWO.passed(0, 45, 999)).as("through both").isEqualTo(65);
        assertThat(TWO.passed(0, 45, 52)).as("never beyond the limit").isEqualTo(52);
    }
}
