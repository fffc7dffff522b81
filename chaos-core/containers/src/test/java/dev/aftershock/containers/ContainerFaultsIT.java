package dev.aftershock.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.RunContext;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/** What is refused before a container is touched, and what becomes of containers that others touch meanwhile. */
class ContainerFaultsIT {

    private static final Optional<String> NONE = Optional.empty();
    private static final RunContext CONTEXT = new RunContext("run", MonotonicClock.startingNow(), 1, Path.of("target"));

    private static Optional<Server> server = Optional.empty();

    private final ContainerPause.Provider pauses = new ContainerPause.Provider();
    private final ContainerDisconnect.Provider disconnects = new ContainerDisconnect.Provider();
    private final RunningContainer.Provider containers = new RunningContainer.Provider();

    @BeforeAll
    static void startContainer() {
        server = Optional.of(Server.orLeftOut());
    }

    @AfterAll
    static void removeContainer() {
        server.ifPresent(Server::close);
    }

    private static Server db() {
        return server.orElseThrow();
    }

    private static FaultContext context(ContainerTarget target) {
        return new FaultContext("run", "fault", OneTarget.named("db", target));
    }

    @Test
    void aContainerIsFoundByItsNameItsIdAndALabelOfItsOwn() throws Exception {
        String label = "org.testcontainers.sessionId="
                + db().now().getConfig().getLabels().get("org.testcontainers.sessionId");
        for (RunningContainer settings : new RunningContainer[] {
            new RunningContainer(Optional.of(db().name()), NONE, Optional.empty()),
            new RunningContainer(Optional.of(db().id().substring(0, 12)), NONE, Optional.empty()),
            new RunningContainer(NONE, Optional.of(label), Optional.empty())
        }) {
            ContainerTarget found = (ContainerTarget) containers
                    .prepare("db", settings, CONTEXT)
                    .start()
                    .targets()
                    .get("db");
            assertThat(found.id()).isEqualTo(db().id());
        }
    }

    @Test
    void whatCannotBeFoundIsToldWithWhatToDo() {
        assertRefused(
                new RunningContainer(Optional.of("nobody"), NONE, Optional.empty()), "0 containers named 'nobody'");
        URI nowhere = URI.create("unix:///nowhere/docker.sock");
        assertRefused(
                new RunningContainer(Optional.of("db"), NONE, Optional.of(nowhere)),
                "no container engine answers at " + nowhere);
        assertRefused(
                new RunningContainer(Optional.of("db"), NONE, Optional.of(URI.create("ssh://host"))),
                "the container engine's address is ssh://host");
    }

    private void assertRefused(RunningContainer settings, String expected) {
        assertThatThrownBy(() -> containers.prepare("db", settings, CONTEXT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aContainerThatSomebodyElsePausedIsLeftAlone() {
        Server.docker().pauseContainerCmd(db().id()).exec();
        try {
            assertThatThrownBy(() -> pauses.prepare(new ContainerPause("db"), context(db())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("which is paused")
                    .hasMessageContaining(db().name());
        } finally {
            Server.docker().unpauseContainerCmd(db().id()).exec();
        }
    }

    @Test
    void aContainerThatIsRemovedMeanwhileIsNoLeak() throws Exception {
        ContainerTarget gone;
        PreparedFault fault;
        try (Server another = new Server(Server.image().orElseThrow())) {
            gone = another;
            fault = pauses.prepare(new ContainerPause("db"), context(another)).get(0);
            fault.inject();
            assertThat(fault.effect()).isPresent();
            Server.docker().removeContainerCmd(another.id()).withForce(true).exec();
        }
        pauses.heal(fault.undo(), HealContext.afterDeath());
        assertThat(pauses.verifyHealed(fault.undo(), HealContext.afterDeath()).evidence())
                .endsWith("was removed");
        assertThatThrownBy(() -> pauses.prepare(new ContainerPause("db"), context(gone)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("which was removed");
    }

    @Test
    void aContainerThatDiedWhilePausedIsNotPausedAnyMore() throws Exception {
        PreparedFault fault =
                pauses.prepare(new ContainerPause("db"), context(db())).get(0);
        fault.inject();
        Server.docker().killContainerCmd(db().id()).exec();
        try {
            pauses.heal(fault.undo(), HealContext.afterDeath());
            assertThat(pauses.verifyHealed(fault.undo(), HealContext.afterDeath())
                            .healed())
                    .isTrue();
        } finally {
            Server.docker().startContainerCmd(db().id()).exec();
            await().atMost(Duration.ofSeconds(20)).until(() -> db().answers(Duration.ofSeconds(1)));
        }
    }

    @Test
    void memoryThatCouldNotBeGivenBackIsNotTaken() throws Exception {
        try (GenericContainer<?> unlimited = new GenericContainer<>(
                        DockerImageName.parse(Server.image().orElseThrow()))
                .withImagePullPolicy(missing -> false)) {
            unlimited.start();
            ContainerTarget target = new At(db().engine(), unlimited.getContainerId());
            assertThatThrownBy(() -> new ContainerLimit.Provider()
                            .prepare(new ContainerLimit("db", Optional.empty(), Optional.of(64)), context(target)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has no limit of memory");
        }
    }

    private record At(URI engine, String id) implements ContainerTarget {}

    @Test
    void aNetworkThatItIsNotOnIsToldWithThoseThatItIsOn() {
        assertThatThrownBy(() ->
                        disconnects.prepare(new ContainerDisconnect("db", Optional.of("elsewhere")), context(db())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'network' is 'elsewhere'")
                .hasMessageContaining(
                        db().now().getNetworkSettings().getNetworks().keySet().toString());
    }

    @Test
    void anAddressThatWasChosenIsTheSameAgain() throws Exception {
        String address = "198.18.77.77";
        try (Network network = onSubnet("198.18.77.0/24")) {
            attach(network, address);
            try {
                thatOnItIsTheSameAgain(network, address);
            } finally {
                detach(network);
            }
        }
    }

    private void thatOnItIsTheSameAgain(Network network, String address) throws Exception {
        PreparedFault fault = disconnects
                .prepare(new ContainerDisconnect("db", name(network)), context(db()))
                .get(0);
        fault.inject();
        assertThat(name(network)).isEmpty();
        disconnects.heal(fault.undo(), HealContext.afterDeath());
        HealCheck healed = disconnects.verifyHealed(fault.undo(), HealContext.afterDeath());
        assertThat(healed.evidence()).contains("at " + address + ", as before");

        detach(network);
        attach(network, "198.18.77.78");
        HealCheck elsewhere = disconnects.verifyHealed(fault.undo(), HealContext.afterDeath());
        assertThat(elsewhere.healed()).as(elsewhere.evidence()).isFalse();
    }

    private static Network onSubnet(String subnet) {
        return Network.builder()
                .createNetworkCmdModifier(
                        made -> made.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet))))
                .build();
    }

    private static Optional<String> name(Network network) {
        return Attachment.to(db().now(), network.getId()).map(Attachment::name);
    }

    private static void attach(Network network, String address) {
        Server.docker()
                .connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(db().id())
                .withContainerNetwork(
                        new ContainerNetwork().withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    private static void detach(Network network) {
        Server.docker()
                .disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(db().id())
                .exec();
    }
}
