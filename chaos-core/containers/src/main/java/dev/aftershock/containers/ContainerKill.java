package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Settings of the fault {@code container-kill}: SIGKILL ends the first process of a container, and with it the container. Healing
 * starts it again, since no restart policy does after the engine was asked to kill it. What may be caught is for
 * {@code container-stop}, which knows when it is over.
 *
 * @param target the container
 */
public record ContainerKill(
        @Setting("The container to kill.") @Needs(ContainerTarget.class)
        String target) {

    /** Makes {@code container-kill} faults. Thread-safe. */
    public static final class Provider extends EndingProvider<ContainerKill> {

        @Override
        public String kind() {
            return "container-kill";
        }

        @Override
        public String summary() {
            return "Ends a container by SIGKILL to its first process; healing starts it again.";
        }

        @Override
        public Class<ContainerKill> settings() {
            return ContainerKill.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        String target(ContainerKill settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerKill settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "kill the container of " + settings.target() + " with SIGKILL", "start it again", true);
        }

        @Override
        Consumer<DockerClient> ending(ContainerKill settings, String id) {
            return engine -> engine.killContainerCmd(id).withSignal("SIGKILL").exec();
        }

        @Override
        Duration grace(ContainerKill settings) {
            return Duration.ZERO;
        }
    }
}
