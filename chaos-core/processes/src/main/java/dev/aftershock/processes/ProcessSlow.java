package dev.aftershock.processes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code process-slow}: a process and its descendants run for a share of the time only. They are stopped with
 * SIGSTOP and resumed with SIGCONT in turn, as on a host that gives them too few processors, or throttles them.
 *
 * <p>A child process of ours does that, which leaves them running when this process ends, however it ends; healing ends the child
 * first and then sees to it that none of the family is stopped.
 *
 * @param target the process to slow down
 * @param share of each period in which it runs, 10 to 90 %
 * @param period from one stop to the next, 100 ms to 10 s; by its stopped part answers are late
 * @param children whether its descendants are slowed down too
 */
public record ProcessSlow(
        @Setting("The process to slow down.") @Needs(ProcessTarget.class)
        String target,

        @Setting(value = "The share of the time in which it runs, 10% to 90%.", byDefault = "50%")
        Percent share,

        @Setting(
                value = "From one stop to the next, 100ms to 10s; for its stopped part nothing answers.",
                byDefault = "200ms")
        Duration period,

        @Setting(value = "Whether the processes that descend from it are slowed down too.", byDefault = "true")
        boolean children) {

    static final String KIND = "process-slow";

    private static final double LEAST_SHARE = 10;
    private static final double MOST_SHARE = 90;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Within so many periods it was seen stopped, running, and stopped again. */
    private static final int PERIODS_TO_SEE = 3;

    /** Checks the ranges. */
    public ProcessSlow {
        if (share.value() < LEAST_SHARE || share.value() > MOST_SHARE) {
            throw new IllegalArgumentException(
                    "'share' is " + share + "; expected 10% to 90%; 'process-pause' stops a process for good");
        }
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'period' is " + Quantities.format(period) + "; expected 100ms to 10s");
        }
    }

    private Duration stopped() {
        return Duration.ofNanos(Math.round(period.toNanos() * (1 - share.fraction())));
    }

    /** Makes {@code process-slow} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<ProcessSlow> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Lets a process and its descendants run for a share of the time only, by SIGSTOP and SIGCONT in turn.";
        }

        @Override
        public Class<ProcessSlow> settings() {
            return ProcessSlow.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public FaultPlan plan(ProcessSlow settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "let " + settings.target() + (settings.children() ? " and its descendants" : "") + " run for "
                            + settings.share() + " of each " + Quantities.format(settings.period())
                            + ", with SIGSTOP and SIGCONT in turn",
                    "end what does that, and resume them with SIGCONT",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(ProcessSlow settings, FaultContext context) throws IOException {
            Map<String, Family> families = new LinkedHashMap<>();
            for (Targets.Named<ProcessTarget> found : context.targets().find(settings.target(), ProcessTarget.class)) {
                families.put(
                        found.name(), Family.toStop(found.name(), found.target().identity(), settings.children()));
            }
            List<PreparedFault> prepared = new ArrayList<>();
            for (Map.Entry<String, Family> each : families.entrySet()) {
                Helper helper = Helper.start(Throttle.program(each.getValue(), settings.stopped(), settings.period()));
                prepared.add(new Slow(each.getKey(), each.getValue(), helper, settings.period()));
            }
            return prepared;
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Facts.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            try {
                Helper.end(recipe);
            } finally {
                Family.of(recipe).resume();
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return Helper.gone(recipe)
                    ? Family.of(recipe).check()
                    : HealCheck.notHealed("process " + Helper.of(recipe).pid() + ", which slows it down, still lives");
        }
    }

    private static final class Slow implements PreparedFault {

        private final String target;
        private final Family family;
        private final Helper helper;
        private final Duration period;
        private final Turns turns;

        Slow(String target, Family family, Helper helper, Duration period) {
            this.target = target;
            this.family = family;
            this.helper = helper;
            this.period = period;
            this.turns = new Turns(family.root());
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public UndoRecipe undo() {
            Map<String, String> facts = new HashMap<>(family.facts());
            facts.putAll(helper.facts());
            return new UndoRecipe(KIND, target, facts);
        }

        @Override
        public Bound bound() {
            return new Bound.ByGuard(List.of(helper.remedy(), family.remedy()));
        }

        @Override
        public void inject() throws IOException {
            family.refuseGone(target);
            helper.begin();
        }

        @Override
        public Optional<String> effect() throws IOException, InterruptedException {
            helper.refuseEnded();
            return turns.seen()
                    ? Optional.of("seen stopped (state T), running and stopped again: process "
                            + family.root().pid() + " of " + Family.pids(family.living()))
                    : Optional.empty();
        }

        @Override
        public Duration effectWithin() {
            Duration turnsTake = period.multipliedBy(PERIODS_TO_SEE);
            return turnsTake.compareTo(EFFECT_WITHIN) > 0 ? turnsTake : EFFECT_WITHIN;
        }
    }
}
