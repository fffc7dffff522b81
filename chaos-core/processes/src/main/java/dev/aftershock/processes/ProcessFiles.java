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
import dev.aftershock.guard.Resume;
import dev.aftershock.guard.Unlimit;
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
 * Settings of the fault {@code process-files}: a process can open no more files and connections, as one that leaks them. Its soft limit is
 * lowered to what it has open; what it closes below that it may open again.
 *
 * <p>What it starts meanwhile takes the limit over; healing raises that of all that descend from it, as long as they do. Linux, with
 * {@code prlimit} of util-linux.
 *
 * @param target the process; those that descended from it before have limits of their own, and keep them
 * @param spare how many more files it may open, 0 to 1,000,000
 */
public record ProcessFiles(
        @Setting("The process that can open no more files and connections.") @Needs(ProcessTarget.class)
        String target,

        @Setting(value = "How many more it may open.", byDefault = "0")
        int spare) {

    static final String KIND = "process-files";

    private static final int MOST_SPARE = 1_000_000;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException when 'spare' is out of it
     */
    public ProcessFiles {
        if (spare < 0 || spare > MOST_SPARE) {
            throw new IllegalArgumentException("'spare' is " + spare + "; expected 0 to " + MOST_SPARE);
        }
    }

    /** Makes {@code process-files} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<ProcessFiles> {

        private static final String KNOWN = "known";
        private static final String LOWERED = "lowered";
        private static final String BEFORE = "before";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Keeps a process from opening more files and connections, by its limit of them.";
        }

        @Override
        public Class<ProcessFiles> settings() {
            return ProcessFiles.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public FaultPlan plan(ProcessFiles settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "let " + settings.target() + " open "
                            + (settings.spare() == 0 ? "no more files" : "at most " + settings.spare() + " more files"),
                    "give it the limit that it had",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(ProcessFiles settings, FaultContext context) throws IOException {
            Tool.named("prlimit");
            List<PreparedFault> prepared = new ArrayList<>();
            for (Targets.Named<ProcessTarget> found : context.targets().find(settings.target(), ProcessTarget.class)) {
                prepared.add(prepare(found.name(), found.target().identity(), settings.spare()));
            }
            return prepared;
        }

        private static PreparedFault prepare(String name, ProcessIdentity process, int spare) throws IOException {
            SystemProcesses.refuseOurselves(name, process);
            String before = Unlimit.softLimit(process.pid())
                    .filter(limit -> process.alive().isPresent())
                    .orElseThrow(() -> InvalidInputException.of(
                            "'" + name + "' is process " + process.pid()
                                    + ", which is gone, or the system does not tell its limits",
                            "a live process on Linux"));
            long lowered = OpenFiles.limitWithRoomFor(spare, process.pid());
            if (!before.equals("unlimited") && lowered >= Long.parseLong(before)) {
                throw InvalidInputException.of(
                        "'spare' is " + spare + ", and '" + name + "' may not open so many more by its own limit of "
                                + before,
                        "less than that");
            }
            List<ProcessIdentity> known = new Family(process, true, List.of())
                    .living().stream().filter(each -> !each.equals(process)).toList();
            return new Starved(name, new Unlimit(member(process), members(known), lowered, before));
        }

        private static Resume.Member member(ProcessIdentity process) {
            return new Resume.Member(process.pid(), process.start());
        }

        private static List<Resume.Member> members(List<ProcessIdentity> processes) {
            return processes.stream().map(Provider::member).toList();
        }

        private static ProcessIdentity identity(Resume.Member member) {
            return new ProcessIdentity(member.pid(), member.start());
        }

        private static UndoRecipe recipe(String target, Unlimit unlimit) {
            return new UndoRecipe(
                    KIND,
                    target,
                    Map.of(
                            Facts.PROCESS,
                            Facts.write(identity(unlimit.process())),
                            KNOWN,
                            Facts.write(unlimit.known().stream()
                                    .map(Provider::identity)
                                    .toList()),
                            LOWERED,
                            Long.toString(unlimit.lowered()),
                            BEFORE,
                            unlimit.before()));
        }

        private static Unlimit unlimit(UndoRecipe recipe) {
            return new Unlimit(
                    member(Facts.read(recipe.fact(Facts.PROCESS))),
                    members(Facts.readAll(recipe.fact(KNOWN))),
                    Long.parseLong(recipe.fact(LOWERED)),
                    recipe.fact(BEFORE));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Facts.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            unlimit(recipe).apply();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            Unlimit unlimit = unlimit(recipe);
            List<Long> limited = unlimit.limited();
            if (!limited.isEmpty()) {
                return HealCheck.notHealed("may open no more than " + unlimit.lowered() + " files: " + limited);
            }
            long pid = unlimit.process().pid();
            return HealCheck.healed(Facts.read(recipe.fact(Facts.PROCESS))
                    .alive()
                    .flatMap(alive -> Unlimit.softLimit(pid))
                    .map(limit -> "process " + pid + " may open " + limit + " files")
                    .orElse("process " + pid + " is gone"));
        }
    }

    private record Starved(String target, Unlimit unlimit) implements PreparedFault {

        @Override
        public UndoRecipe undo() {
            return Provider.recipe(target, unlimit);
        }

        @Override
        public Bound bound() {
            return new Bound.ByGuard(List.of(unlimit));
        }

        @Override
        public void inject() throws IOException {
            ProcessIdentity process = Provider.identity(unlimit.process());
            if (SystemProcesses.gone(process)) {
                throw new IOException("process " + process.pid() + " of " + target + " was gone before it was limited");
            }
            Tool.Result result =
                    Tool.named("prlimit").run("--pid=" + process.pid(), "--nofile=" + unlimit.lowered() + ":");
            if (result.exit() != 0) {
                throw new IOException("the limit of process " + process.pid() + " of " + target
                        + " could not be lowered: " + result.output() + "; run as the user who owns that process");
            }
        }

        @Override
        public Optional<String> effect() {
            long pid = unlimit.process().pid();
            return unlimit.limited().contains(pid)
                    ? Optional.of("/proc/" + pid + "/limits tells that it may open " + unlimit.lowered()
                            + " files, and told " + unlimit.before())
                    : Optional.empty();
        }
    }
}
