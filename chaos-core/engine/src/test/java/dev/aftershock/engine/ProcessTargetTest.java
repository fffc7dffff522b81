package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.LiveProcess;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTargetTest {

    @Test
    void whatAFaultCanKillAProbeCanWatch() {
        assertThat(new TargetInfo("db", "process 7", Set.of(RestartableProcess.class)).offers(LiveProcess.class))
                .isTrue();
        ProcessTarget us = ProcessIdentity::current;
        assertThat(us.live()).contains(ProcessHandle.current());
    }

    @Test
    void aLaterProcessThatWasGivenTheNumberIsNotTheOneMeant() {
        ProcessIdentity current = ProcessIdentity.current();
        ProcessTarget earlier = () -> new ProcessIdentity(current.pid(), current.start() - 6_000);
        assertThat(earlier.live()).isEmpty();
    }
}
