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
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code process-hog}: another process takes processors and memory of the machine that a target runs on, as a
 * greedy neighbour does. It has the same priority as the target, and takes no more than it was told.
 *
 * <p>Memory is only taken as far as the machine has it to spare, where the system tells: a machine that is out of memory ends
 * whatever it likes, this run included.
 *
 * @param target the process beside which it is to be
 * @param cpus how many processors it keeps busy, 1 to 256
 * @param memory how many MiB it holds, 1 or more
 */
public record ProcessHog(
        @Setting("The process of this machine beside which it is to be.") @Needs(ProcessTarget.class)
        String target,

        @Setting("How many processors it keeps busy, such as 2.")
        Optional<Integer> cpus,

        @Setting("How many MiB of memory it holds.") Optional<Integer> memory) {

    static final String KIND = "process-hog";

    private static final int MOST_CPUS = 256;
    private static final int MOST_MEBIBYTES = 1 << 20;

    /** Left alone of what the machine has to spare. */
    private static final int RESERVE_MEBIBYTES = 256;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when nothing is taken, or more than can be
     */
    public ProcessHog {
        if (cpus.isEmpty() && memory.isEmpty()) {
            throw new IllegalArgumentException("neither 'cpus' nor 'memory' is given; expected one of them or both");
        }
        check("cpus", cpus, MOST_CPUS);
        check("memory", memory, MOST_MEBIBYTES);
    }

    private static void check(String setting, Optional<Integer> value, int most) {
        value.filter(number -> number < 1 || number > most).ifPresent(number -> {
            throw new IllegalArgumentException("'" + setting + "' is " + number + "; expected 1 to " + most);
        });
    }

    private int threads() {
        return cpus.orElse(0);
    }

    private int mebibytes() {
        return memory.orElse(0);
    }

    private String load() {
        String processors = cpus.map(number -> number == 1 ? "1 processor" : number + " processors")
                .orElse("");
        String held = memory.map(number -> number + " MiB of memory").orElse("");
        return processors + (processors.isEmpty() || held.isEmpty() ? "" : " and ") + held;
    }

    /** Makes {@code process-hog} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<ProcessHog> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Keeps processors busy and holds memory beside a process, by another one on its machine.";
        }

        @Override
        public Class<ProcessHog> settings() {
            return ProcessHog.class;
        }

        @Override
        public FaultPlan plan(ProcessHog settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "take " + settings.load() + " of the machine that " + settings.target() + " runs on",
                    "end the process that does",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(ProcessHog settings, FaultContext context) throws IOException {
            ProcessIdentity beside = context.targets()
                    .one(settings.target(), ProcessTarget.class)
                    .identity();
            if (SystemProcesses.gone(beside)) {
                throw InvalidInputException.of(
                        "'" + settings.target() + "' is process " + beside.pid() + ", which is gone", "a live process");
            }
            refuseTooMuch(settings.mebibytes());
            Helper helper = Helper.start(Hog.program(settings.threads(), settings.mebibytes()));
            try {
                return List.of(new Taking(settings, helper, Used.by(helper.identity())));
            } catch (IOException e) {
                helper.remedy().apply();
                throw e;
            }
        }

        private static void refuseTooMuch(int mebibytes) {
            long most = Memory.available().orElse(Long.MAX_VALUE) - RESERVE_MEBIBYTES;
            if (mebibytes > most) {
                throw InvalidInputException.of(
                        "'memory' is " + mebibytes + " MiB, more than this machine has to spare",
                        most < 1 ? "a machine with more of it" : "at most " + most + " MiB at the moment");
            }
        }

        /** Two of them beside different processes would still take from one machine. */
        @Override
        public String object(UndoRecipe recipe) {
            return "processors and memory of this machine";
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Helper.end(recipe);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            String process = "process " + Helper.of(recipe).pid() + ", which took from the machine, ";
            return Helper.gone(recipe)
                    ? HealCheck.healed(process + "is gone")
                    : HealCheck.notHealed(process + "still lives");
        }
    }

    /** What a process has used of the processors, and holds of the memory in MiB. */
    private record Used(Duration processors, long mebibytes) {

        static Used by(ProcessIdentity process) throws IOException {
            Duration processors = process.alive()
                    .flatMap(alive -> alive.info().totalCpuDuration())
                    .orElseThrow(() -> new IOException(
                            "the system does not tell what process " + process.pid() + " uses of the processors"));
            return new Used(processors, Memory.resident(process.pid()));
        }

        Used since(Used before) {
            return new Used(processors.minus(before.processors), mebibytes - before.mebibytes);
        }
    }

    private record Taking(ProcessHog settings, Helper helper, Used before) implements PreparedFault {

        /** So much of what it holds may be what it had before, and gave back since. */
        private static final double NEARLY = 0.95;

        private static final int MEBIBYTES_PER_SECOND = 512;

        @Override
        public String target() {
            return settings.target();
        }

        @Override
        public UndoRecipe undo() {
            return new UndoRecipe(KIND, target(), helper.facts());
        }

        @Override
        public Bound bound() {
            return new Bound.ByGuard(List.of(helper.remedy()));
        }

        @Override
        public void inject() throws IOException {
            helper.begin();
        }

        /** By the system's books: each thread has had its share of a processor, and the memory is there. */
        @Override
        public Optional<String> effect() throws IOException {
            helper.refuseEnded();
            Used used = Used.by(helper.identity()).since(before);
            boolean busy = used.processors().compareTo(Load.PROOF.multipliedBy(settings.threads())) >= 0;
            boolean full = used.mebibytes() >= NEARLY * settings.mebibytes();
            return busy && full
                    ? Optional.of("process " + helper.identity().pid() + " has used "
                            + used.processors().toMillis() + " ms of processors and holds " + used.mebibytes() + " MiB")
                    : Optional.empty();
        }

        /** Threads wait for processors that others use, and memory is written to before it is held. */
        @Override
        public Duration effectWithin() {
            return EFFECT_WITHIN.plusSeconds(settings.threads() + settings.mebibytes() / MEBIBYTES_PER_SECOND);
        }
    }
}
