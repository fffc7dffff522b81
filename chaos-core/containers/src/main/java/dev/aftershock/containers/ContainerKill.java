package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Settings of the fault {@code container-kill}: a signal ends the first process of a container, and with it the container. Healing
 * starts it again, since no restart policy does after the engine was asked to kill it. A first process that goes on after it is
 * told as no effect; one that needs longer than that to end is for {@code container-stop}, which knows when it is over.
 *
 * @param target the container
 * @param signal its name: {@code KILL}, or one that a process may handle, as of {@link EndingSignal}
 */
public record ContainerKill(
        @Setting("The container to kill.") @Needs(ContainerTarget.class)
        String target,

        @Setting(
                value =
                        "The signal, such as TERM or ABRT: of the latter many programs leave a dump, and tidy nothing up.",
                byDefault = EndingSignal.KILL)
        String signal) {

    /** Checks the signal. */
    public ContainerKill {
        EndingSignal.check(signal);
    }

    /** Makes {@code container-kill} faults. Thread-safe. */
    public static final class Provider extends EndingProvider<ContainerKill> {

        @Override
        public String kind() {
            return "container-kill";
        }

        @Override
        public String summary() {
            return "Ends a container by a signal to its first process, SIGKILL by default; healing starts it again.";
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
                    "kill the container of " + settings.target() + " with SIG" + settings.signal(),
                    "start it again",
                    true);
        }

        @Override
        Consumer<DockerClient> ending(ContainerKill settings, String id) {
            return engine -> {
                engine.killContainerCmd(id)
                        .withSignal("SIG" + settings.signal())
                        .exec();
                if (!grace(settings).isZero()) {
                    awaitEnd(engine, id, grace(settings));
                }
            };
        }

        /** Whoever heals at once must see what came of it. */
        private static void awaitEnd(DockerClient engine, String id, Duration grace) {
            try (WaitContainerResultCallback ended =
                    engine.waitContainerCmd(id).exec(new WaitContainerResultCallback())) {
                ended.awaitCompletion(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        Duration grace(ContainerKill settings) {
            return EndingSignal.grace(settings.signal());
        }

        /** An engine that was asked for such a signal never restarts the container by its policy any more, should it go on. */
        @Override
        void refuseUnfit(ContainerKill settings, Subject subject) {
            String policy = Optional.ofNullable(subject.before().getHostConfig().getRestartPolicy())
                    .map(RestartPolicy::getName)
                    .orElse("");
            if (!settings.signal().equals(EndingSignal.KILL) && !policy.isEmpty() && !policy.equals("no")) {
                throw InvalidInputException.of(
                        "'" + subject.target() + "' is " + subject + " with the restart policy " + policy
                                + ", which its engine would follow no more should the container go on after SIG"
                                + settings.signal(),
                        "KILL, or a container without a restart policy");
            }
        }

        @Override
        String unseen(ContainerKill settings, Subject subject) {
            return subject + " runs on: SIG" + settings.signal()
                    + " took no effect, because its first process handles it, or the kernel keeps it from a first process that does not;"
                    + " should it end after all, nothing starts it again";
        }
    }
}
