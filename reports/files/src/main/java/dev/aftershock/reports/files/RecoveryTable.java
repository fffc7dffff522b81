package dev.aftershock.reports.files;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Tail;
import java.time.Duration;
import java.util.Optional;

/** Every way to measure recovery, R0 to R10, with its bracket and in plain words; of the probe that was slowest to recover. */
final class RecoveryTable {

    private final RunView view;
    private final Table table;

    RecoveryTable(RunView view, Markup html) {
        this.view = view;
        this.table = new Table(html);
    }

    void write() {
        view.slowest().ifPresent(this::write);
    }

    private void write(ProbeAssessment probe) {
        Recovery recovery = probe.recovery().orElseThrow();
        table.begin("Recovery, measured in every way", caption(probe), "Time", "Actual", "What it is");
        row("R0", "impact", Figures.bracket(recovery.impact()), "until the first request failed or was slow");
        row("R1", "detected", told(view.assessment().detect()), "until the system itself said that it noticed");
        row(
                "R2",
                "first good",
                Figures.bracket(recovery.firstGood()),
                "until the first good answer; it may have been luck");
        row(
                "R3",
                "stable",
                stable(recovery),
                "until answers stayed good: the actual recovery time (RTA), held against the" + " RTO"
                        + elsewhere(probe, recovery));
        row(
                "R4",
                "full capacity",
                Figures.bracket(probe.capacity()),
                "until it served as much, as fast, as before the fault");
        row(
                "R5",
                "redundant",
                told(view.assessment().redundancy()),
                "until the system said that it could bear the next failure");
        row(
                "R6",
                "unavailable",
                down(recovery, recovery.unavailable()),
                "all blackouts added up: nothing answered, or with errors");
        row(
                "R7",
                "longest outage",
                recovery.longest().map(longest -> down(recovery, longest)).orElse("no outage"),
                outages(recovery));
        row(
                "",
                "brownout",
                slow(recovery),
                "slow, but right: answers later than the steady state allows; no blackout, and bad all the same");
        row("R8", "heal outage", heal(probe), "the same as R3, counted from the heal: what the repair itself cost");
        row(
                "R9",
                "tail",
                probe.tail().map(Tail::worst).map(Nanos::bracket).orElse("keys are not told apart"),
                tail(probe));
        row("R10", "end to end", endToEnd(probe), "R3 and the declared work recovery together, held against the MTD");
        table.end();
    }

    private void row(String id, String name, String actual, String meaning) {
        table.row(id.isEmpty() ? name : id + " " + name, "", actual, meaning);
    }

    private String caption(ProbeAssessment probe) {
        boolean several = view.bySlowness().size() > 1;
        return "Of " + probe.probe().name() + (several ? ", the slowest to recover" : "") + "; " + fromFault(view);
    }

    private static String fromFault(RunView view) {
        return view.header().objectives().clock() == Objectives.Start.FAULT
                ? "every time counts from the fault, and so does the RTO's clock"
                : "every time counts from the fault, but the RTO is " + view.clockName();
    }

    /** What is held against the RTO where its clock begins elsewhere. */
    private String elsewhere(ProbeAssessment probe, Recovery recovery) {
        return probe.recoveryTime()
                .filter(time -> !time.equals(recovery.stable()))
                .map(time -> "; " + view.clockName() + " it is " + Nanos.bracket(time))
                .orElse("");
    }

    private static String told(Optional<Bracket> time) {
        return time.map(Nanos::bracket).orElse("the system did not say");
    }

    private static String stable(Recovery recovery) {
        return recovery.troubled() ? Nanos.bracket(recovery.stable()) : "nothing failed";
    }

    private static String down(Recovery recovery, Bracket time) {
        return recovery.outages().isEmpty() ? "0 s" : Nanos.bracket(time);
    }

    private static String outages(Recovery recovery) {
        int count = recovery.outages().size();
        return "the longest blackout, from its first failure to its last"
                + (count > 1 ? ", of " + Figures.count(count) : "");
    }

    private static String slow(Recovery recovery) {
        return recovery.brownouts().isEmpty() ? "0 s" : Nanos.bracket(recovery.slow());
    }

    private static String heal(ProbeAssessment probe) {
        return probe.healOutage()
                .map(recovery -> recovery.troubled() ? Nanos.bracket(recovery.stable()) : "none seen")
                .orElse("nothing was healed");
    }

    private static String tail(ProbeAssessment probe) {
        return "R3 of the slowest key, shard or client"
                + probe.tail()
                        .map(tail -> ": number " + (tail.worstGroup() + 1) + " of "
                                + tail.groups().size())
                        .orElse("");
    }

    private String endToEnd(ProbeAssessment probe) {
        Objectives objectives = view.header().objectives();
        if (objectives.mtd().isEmpty() || probe.recoveryTime().isEmpty()) {
            return "no MTD was given";
        }
        long work = objectives.workRecovery().orElse(Duration.ZERO).toNanos();
        return Nanos.bracket(probe.recoveryTime().get().plus(work)) + " of MTD "
                + Nanos.seconds(objectives.mtd().get().toNanos());
    }
}
