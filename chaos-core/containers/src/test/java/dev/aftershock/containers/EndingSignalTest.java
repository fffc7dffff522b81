package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EndingSignalTest {

    @Test
    void whatOnlyStopsIsForAnotherFault() {
        assertThatThrownBy(() -> new ContainerKill("db", "STOP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'signal' is 'STOP'")
                .hasMessageContaining("container-pause");
    }

    @Test
    void whatIsNoSuchSignalIsToldWithThoseThatAre() {
        for (String name : new String[] {"SIGTERM", "term", "WINCH", "9", ""}) {
            assertThatThrownBy(() -> new ContainerKill("db", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'signal' is '" + name
                            + "'; expected one of KILL, TERM, INT, QUIT, HUP, ABRT, SEGV, BUS, ILL, USR1, USR2");
        }
    }
}
