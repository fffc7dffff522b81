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
 * Settings of the fault {@code container-restart}: a container is stopped as {@code container-stop} does, and started again at
 * once.
 *
 * @param target the container
 * @param grace how long its first process may take to end by itself, in whole seconds up to 30
 */
public record ContainerRestart(
        @Setting("The container to restart.") @Needs(ContainerTarget.class)
        String target,

        @Setting(value = "How long it may take to end before it is killed.", byDefault = "10s")
        Duration grace) {

    /** Checks the grace. */
    public ContainerRestart {
        Grace.check(grace);
    }

    /** Makes {@code container-restart} faults. Thread-safe. */
    public static final class Provider extends EndingProvider<ContainerRestart> {

        @Override
        public String kind() {
            return "container-restart";
        }

        @Override
        public String summary() {
            return "Stops a container, with a grace, and starts it again at once.";
        }

        @Override
        public Class<ContainerRestart> settings() {
            return ContainerRestart.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        String target(ContainerRestart settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerRestart settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "restart the container of " + settings.target(), "start it, should that not have been done", true);
        }

        @Override
        Duration grace(ContainerRestart settings) {
            return settings.grace();
        }

        @Override
        Consumer<DockerClient> ending(ContainerRestart settings, String id) {
            return engine -> engine.restartContainerCmd(id)
                    .withTimeout((int) settings.grace().toSeconds())
                    .exec();
        }
    }
}
