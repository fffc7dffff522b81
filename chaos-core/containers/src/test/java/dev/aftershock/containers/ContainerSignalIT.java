package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.RestartPolicy;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Signals that a first process may handle: the server's ends by SIGTERM, and takes no notice of SIGUSR1. */
class ContainerSignalIT {

    private final ContainerKill.Provider kills = new ContainerKill.Provider();

    private PreparedFault prepared(ContainerTarget target, String signal) throws Exception {
        return kills.prepare(
                        new ContainerKill("db", signal),
                        new FaultContext("run", "fault", OneTarget.named("db", target)))
                .get(0);
    }

    @Test
    void aSignalThatIsSurvivedIsToldAndLeavesEverythingAsItWas() throws Exception {
        try (Server server = Server.orLeftOut()) {
            String began = Subject.began(server.now());
            PreparedFault fault = prepared(server, "USR1");
            fault.inject();
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> fault.effect().isEmpty());
            assertThat(fault.noEffect()).contains(server.name()).contains("runs on: SIGUSR1 took no effect");

            kills.heal(fault.undo(), HealContext.afterDeath());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> kills.verifyHealed(
                            fault.undo(), HealContext.afterDeath())
                    .healed());
            assertThat(Subject.began(server.now())).isEqualTo(began);
            assertThat(server.answers(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void aRestartPolicyThatWouldBeForgottenIsLeftAlone() throws Exception {
        try (Server server = Server.orLeftOut();
                GenericContainer<?> kept = new GenericContainer<>(
                                DockerImageName.parse(Server.image().orElseThrow()))
                        .withImagePullPolicy(missing -> false)
                        .withCreateContainerCmdModifier(
                                made -> made.getHostConfig().withRestartPolicy(RestartPolicy.alwaysRestart()))) {
            kept.start();
            ContainerTarget target = new At(server.engine(), kept.getContainerId());
            assertThatThrownBy(() -> prepared(target, "TERM"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("with the restart policy always");
            assertThat(prepared(target, "KILL").target()).isEqualTo("db");
        }
    }

    private record At(URI engine, String id) implements ContainerTarget {}
}
