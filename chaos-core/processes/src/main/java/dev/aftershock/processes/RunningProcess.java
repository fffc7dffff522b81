package dev.aftershock.processes;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the target {@code process}: a process that already runs on this machine and that nobody here keeps.
 *
 * @param pid its number, 1 or more
 */
public record RunningProcess(
        @Setting("The number of a process that runs on this machine.")
        long pid) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when no process can have it
     */
    public RunningProcess {
        if (pid < 1) {
            throw new IllegalArgumentException("'pid' is " + pid + "; expected the number of a process, 1 or more");
        }
    }

    /** Refers to processes that already run. Thread-safe. */
    public static final class Provider implements TargetProvider<RunningProcess> {

        @Override
        public String kind() {
            return "process";
        }

        @Override
        public String summary() {
            return "A process that already runs on this machine.";
        }

        @Override
        public Class<RunningProcess> settings() {
            return RunningProcess.class;
        }

        @Override
        public String shortForm() {
            return "pid";
        }

        @Override
        public boolean startsSystem() {
            return false;
        }

        @Override
        public List<TargetInfo> describe(String name, RunningProcess settings) {
            return List.of(new TargetInfo(name, "process " + settings.pid(), Set.of(ProcessTarget.class)));
        }

        @Override
        public PreparedTargets prepare(String name, RunningProcess settings, RunContext context) {
            ProcessIdentity identity = ProcessHandle.of(settings.pid())
                    .filter(ProcessHandle::isAlive)
                    .flatMap(ProcessIdentity::of)
                    .orElseThrow(() -> InvalidInputException.of(
                            "target '" + name + "': no process " + settings.pid() + " is alive on this machine",
                            "the number of a live process"));
            return new Referred(Map.of(name, (ProcessTarget) () -> identity));
        }

        /** Nothing was made, so there is nothing to undo. */
        @Override
        public void heal(UndoRecipe recipe, HealContext context) {}

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            return HealCheck.healed("the process was only referred to");
        }
    }

    private record Referred(Map<String, Object> targets) implements TargetProvider.PreparedTargets, TargetSet {

        @Override
        public List<UndoRecipe> undo() {
            return List.of();
        }

        @Override
        public TargetSet start() {
            return this;
        }

        @Override
        public void close() {}
    }
}
