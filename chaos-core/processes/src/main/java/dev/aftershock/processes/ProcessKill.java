package dev.aftershock.processes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.RestartableProcess;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code process-kill}: ends a process with SIGKILL, as a crash would, without a chance to tidy up.
 *
 * <p>Only that process is killed; its children live on unless they notice. It heals when the target has a keeper that
 * can bring it back ({@link RestartableProcess}); otherwise it cannot be undone, and an experiment must allow that.
 *
 * @param target the process to kill
 */
public record ProcessKill(
        @Setting("The process to kill.") @Needs(ProcessTarget.class)
        String target) {

    static final String KIND = "process-kill";

    /** One second, in steps of {@link Patience}. */
    private static final int MOST_STEPS = 200;

    /** Makes {@code process-kill} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<ProcessKill> {

        private static final String RESTARTABLE = "restartable";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Kills a process with SIGKILL, as a crash would.";
        }

        @Override
        public Class<ProcessKill> settings() {
            return ProcessKill.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public FaultPlan plan(ProcessKill settings, List<TargetInfo> resolved) {
            boolean restartable = resolved.stream().allMatch(target -> target.offers(RestartableProcess.class));
            return new FaultPlan(
                    "kill " + settings.target() + " with SIGKILL",
                    restartable ? "its keeper starts it again" : "nothing starts " + settings.target() + " again",
                    restartable);
        }

        @Override
        public List<PreparedFault> prepare(ProcessKill settings, FaultContext context) throws IOException {
            List<PreparedFault> prepared = new ArrayList<>();
            for (Targets.Named<ProcessTarget> found : context.targets().find(settings.target(), ProcessTarget.class)) {
                prepared.add(prepare(found.name(), found.target()));
            }
            return prepared;
        }

        private static PreparedFault prepare(String name, ProcessTarget target) throws IOException {
            ProcessIdentity victim = target.identity();
            SystemProcesses.refuseOurselves(name, victim);
            if (SystemProcesses.gone(victim)) {
                throw InvalidInputException.of(
                        "'" + name + "' is process " + victim.pid() + ", which is already gone", "a live process");
            }
            return new Kill(name, victim, target instanceof RestartableProcess);
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Facts.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws Exception {
            Optional<RestartableProcess> keeper = keeper(recipe, context);
            if (keeper.isPresent()) {
                keeper.get().restart();
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Optional<RestartableProcess> keeper = keeper(recipe, context);
            return keeper.isPresent() ? keeper.get().restored() : withoutKeeper(recipe);
        }

        private static HealCheck withoutKeeper(UndoRecipe recipe) throws IOException {
            ProcessIdentity victim = Facts.read(recipe.fact(Facts.PROCESS));
            if (!SystemProcesses.gone(victim)) {
                return HealCheck.healed("process " + victim.pid() + " lives: it was not killed");
            }
            return restartable(recipe)
                    ? HealCheck.healed("process " + victim.pid() + " is gone, and the system that " + recipe.target()
                            + " belonged to is removed with its lab")
                    : HealCheck.healed("irreversible: process " + victim.pid() + " stays dead");
        }

        private static Optional<RestartableProcess> keeper(UndoRecipe recipe, HealContext context) {
            return restartable(recipe)
                    ? context.live().map(live -> live.one(recipe.target(), RestartableProcess.class))
                    : Optional.empty();
        }

        private static boolean restartable(UndoRecipe recipe) {
            return Boolean.parseBoolean(recipe.fact(RESTARTABLE));
        }
    }

    private record Kill(String target, ProcessIdentity victim, boolean restartable) implements PreparedFault {

        @Override
        public UndoRecipe undo() {
            return new UndoRecipe(
                    KIND,
                    target,
                    Map.of(Facts.PROCESS, Facts.write(victim), Provider.RESTARTABLE, Boolean.toString(restartable)));
        }

        @Override
        public Bound bound() {
            return restartable
                    ? new Bound.ByItself("the system that it belongs to ends with its lab")
                    : new Bound.None("a process that is dead stays so");
        }

        @Override
        public void inject() throws IOException {
            ProcessHandle process = victim.alive()
                    .orElseThrow(() -> new IOException(
                            "process " + victim.pid() + " of " + target + " was gone before it could be killed"));
            if (!process.destroyForcibly() && !SystemProcesses.gone(victim)) {
                throw new IOException("the system refused to kill process " + victim.pid() + " of " + target
                        + "; run as the user who owns it");
            }
            awaitGone();
        }

        // A keeper asked to heal while its dead process is not yet off the books would see no need to start it.
        private void awaitGone() throws IOException {
            try (Patience patience = new Patience()) {
                for (int step = 0; step < MOST_STEPS && victim.alive().isPresent(); step++) {
                    patience.step();
                }
            }
            if (SystemProcesses.gone(victim)) {
                return;
            }
            throw new IOException("process " + victim.pid() + " of " + target + " still lives 1 s after SIGKILL");
        }

        @Override
        public Optional<String> effect() throws IOException {
            return SystemProcesses.gone(victim)
                    ? Optional.of("process " + victim.pid() + " is gone")
                    : Optional.empty();
        }
    }
}
