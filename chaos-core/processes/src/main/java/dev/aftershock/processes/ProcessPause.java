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
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code process-pause}: stops a process with SIGSTOP, as a long garbage collection, a frozen
 * virtual machine or a suspended host would; connections stay open and nothing answers.
 *
 * <p>The signal stops one process only, and a server of several goes on without it: a PostgreSQL server whose postmaster
 * is paused still serves its open sessions. Therefore the process's descendants are paused as well, unless
 * {@code children: false} is given. Healing means that no process of that tree is stopped any more, also those forked
 * since. A process that somebody else has stopped already is refused.
 *
 * @param target the process to pause
 * @param children whether its descendants are paused too
 */
public record ProcessPause(
        @Setting("The process to pause.") @Needs(ProcessTarget.class)
        String target,

        @Setting(
                value = "Whether the processes that descend from it are paused too; without them only that one stops.",
                byDefault = "true")
        boolean children) {

    static final String KIND = "process-pause";

    /** Makes {@code process-pause} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<ProcessPause> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Pauses a process and its descendants with SIGSTOP; healing resumes them.";
        }

        @Override
        public Class<ProcessPause> settings() {
            return ProcessPause.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public FaultPlan plan(ProcessPause settings, List<TargetInfo> resolved) {
            String whom =
                    settings.target() + (settings.children() ? " and its descendants" : " without its descendants");
            return new FaultPlan("pause " + whom + " with SIGSTOP", "resume them with SIGCONT", true);
        }

        @Override
        public List<PreparedFault> prepare(ProcessPause settings, FaultContext context) throws IOException {
            List<PreparedFault> prepared = new ArrayList<>();
            for (Targets.Named<ProcessTarget> found : context.targets().find(settings.target(), ProcessTarget.class)) {
                Family family = Family.toStop(found.name(), found.target().identity(), settings.children());
                prepared.add(new Pause(found.name(), family));
            }
            return prepared;
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Facts.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Family.of(recipe).resume();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return Family.of(recipe).check();
        }
    }

    private record Pause(String target, Family family) implements PreparedFault {

        @Override
        public UndoRecipe undo() {
            return new UndoRecipe(KIND, target, family.facts());
        }

        @Override
        public Bound bound() {
            return new Bound.ByGuard(List.of(family.remedy()));
        }

        @Override
        public void inject() throws IOException {
            family.refuseGone(target);
            family.stop();
        }

        @Override
        public Optional<String> effect() throws IOException {
            List<ProcessIdentity> running = family.running();
            List<ProcessIdentity> stopped = family.stopped();
            return running.isEmpty() && stopped.contains(family.root())
                    ? Optional.of("stopped by a signal (state T): " + Family.pids(stopped))
                    : Optional.empty();
        }
    }
}
