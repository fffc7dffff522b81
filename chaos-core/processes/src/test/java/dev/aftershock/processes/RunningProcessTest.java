package dev.aftershock.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider.PreparedTargets;
import dev.aftershock.parts.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningProcessTest {

    private final RunningProcess.Provider provider = new RunningProcess.Provider();
    private final RunContext context = new RunContext("run-1", () -> 0, 1, Path.of("."));

    @Test
    void aLiveProcessIsReferredToByItsIdentityAndNothingIsUndone() throws Exception {
        RunningProcess here = new RunningProcess(ProcessHandle.current().pid());
        assertThat(provider.describe("db", here))
                .singleElement()
                .satisfies(info -> assertThat(info.offers(ProcessTarget.class)).isTrue());
        PreparedTargets prepared = provider.prepare("db", here, context);
        assertThat(prepared.undo()).isEmpty();
        assertThat(prepared.start().targets().get("db"))
                .isInstanceOfSatisfying(ProcessTarget.class, target -> assertThat(target.identity())
                        .isEqualTo(ProcessIdentity.current()));
    }

    @Test
    void aNumberThatNoLiveProcessHasIsRefused() {
        // Beyond the largest process id that a kernel gives out.
        RunningProcess nobody = new RunningProcess(2_000_000_000L);
        assertThatThrownBy(() -> provider.prepare("db", nobody, context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no process 2000000000 is alive");
        assertThatThrownBy(() -> new RunningProcess(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void identitiesSurviveTheirRoundTripAsText() {
        ProcessIdentity here = ProcessIdentity.current();
        assertThat(Facts.readAll(Facts.write(List.of(here, here)))).containsExactly(here, here);
        assertThat(Facts.readAll("")).isEmpty();
    }
}
