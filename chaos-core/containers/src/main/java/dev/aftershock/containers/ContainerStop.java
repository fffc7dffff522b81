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
 * Settings of the fault {@code container-stop}: a container is asked to end, and killed when its grace is over. Healing
 * starts it again.
 *
 * @param target the container
 * @param grace how long its first process may take to end by itself, in whole seconds up to 30
 */
public record ContainerStop(
        @Setting("The container to stop.") @Needs(ContainerTarget.class)
        String target,

        @Setting(value = "How long it may take to end before it is killed.", byDefault = "10s")
        Duration grace) {

    /** Checks the grace. */
    public ContainerStop {
        Grace.check(grace);
    }

    /** Makes {@code container-stop} faults. Thread-safe. */
    public static final class Provider extends EndingProvider<ContainerStop> {

        @Override
        public String kind() {
            return "container-stop";
        }

        @Override
        public String summary() {
            return "Stops a container, with a grace; healing starts it again.";
        }

        @Override
        public Class<ContainerStop> settings() {
            return ContainerStop.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        String target(ContainerStop settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerStop settings, List<TargetInfo> resolved) {
            return new FaultPlan("stop the container of " + settings.target(), "start it again", true);
        }

        @Override
        Duration grace(ContainerStop settings) {
            return settings.grace();
        }

        @Override
        Consumer<DockerClient> ending(ContainerStop settings, String id) {
            return engine -> engine.stopContainerCmd(id)
                    .withTimeout((int) settings.grace().toSeconds())
                    .exec();
        }
    }
}
