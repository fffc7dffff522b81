package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.guard.End;
import dev.aftershock.guard.JavaProgram;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelperIT {

    @Test
    void oneThatDoesNotStartIsTold() {
        assertThatThrownBy(() -> Helper.start(new ProcessBuilder("/bin/echo", "no memory")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not start: no memory");
    }

    @Test
    void itsLastWordsAreTold() throws Exception {
        Helper helper = Helper.start(JavaProgram.of(
                List.of("-Xmx8m", "-XX:MaxDirectMemorySize=1m"), List.of(Hog.class, MonotonicClock.class), "0", "64"));
        helper.refuseEnded();
        helper.begin();
        await().until(() -> SystemProcesses.gone(helper.identity()));
        assertThatThrownBy(helper::refuseEnded).hasMessageContaining("ended: ").hasMessageContaining("direct buffer");
    }

    @Test
    void oneThatWasNeverToldToBeginGoesWhenItIsAsked() throws Exception {
        Helper helper = Helper.start(Hog.program(1, 0));
        End end = helper.remedy();
        assertThat(end.apply()).endsWith("was ended");
        assertThat(end.apply()).endsWith("is gone");
    }
}
