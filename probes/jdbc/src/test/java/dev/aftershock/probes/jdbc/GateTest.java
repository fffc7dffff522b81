package dev.aftershock.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    private static final long DEADLINE = 400;

    private final Gate gate = new Gate(4, DEADLINE);

    @Test
    void opensUpToTheLimitWhileConnectionsSucceed() {
        for (int i = 0; i < 4; i++) {
            assertThat(gate.enter(true, 0)).isTrue();
        }
        assertThat(gate.enter(true, 0)).isFalse();
        gate.leave(true);
        assertThat(gate.enter(true, 0)).isTrue();
    }

    @Test
    void triesOneAfterTheOtherWhileConnectionsFailAtOnce() {
        fail();
        assertThat(gate.enter(true, 1)).isTrue();
        assertThat(gate.enter(true, 2)).isFalse();
        gate.leave(false);
        assertThat(gate.enter(true, 3)).isTrue();
    }

    @Test
    void spreadsTriesOverTheDeadlineWhileConnectionsHang() {
        fail();
        assertThat(gate.enter(true, 10)).isTrue();
        assertThat(gate.enter(true, 109)).isFalse();
        assertThat(gate.enter(true, 110)).isTrue();
        assertThat(gate.enter(true, 210)).isTrue();
        assertThat(gate.enter(true, 310)).isTrue();
        assertThat(gate.enter(true, 410)).isFalse();
    }

    @Test
    void refillsOneAtATimeAndNotAtOnceAfterAFailure() {
        assertThat(gate.enter(false, 0)).isTrue();
        assertThat(gate.enter(false, 50)).isFalse();
        gate.leave(false);
        assertThat(gate.enter(false, 99)).isFalse();
        assertThat(gate.enter(false, 100)).isTrue();
    }

    private void fail() {
        assertThat(gate.enter(true, 0)).isTrue();
        gate.leave(false);
    }
}
