package dev.aftershock.reports.files;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Tail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What would change a verdict: which objectives it would pass, and what keeps it whatever the objectives. A pure function. */
final class WhatIf {

    /** Blindness at an edge is tolerated up to so many spacings or the tenth part of the objective. */
    private static final int SPACINGS = 5;

    private static final int PARTS = 10;

    private final RunHeader header;
    private final Assessment assessment;

    WhatIf(RunHeader header, Assessment assessment) {
        this.header = header;
        this.assessment = assessment;
    }

    /**
     * One statement.
     *
     * @param about what of
     * @param sentence the statement
     */
    record Turn(String about, String sentence) {}

    /** All that can be said; nothing about what was not measured. */
    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>(whateverTheObjectives());
        recoveryTime().ifPresent(sentence -> turns.add(new Turn("Recovery time", sentence)));
        narrower().ifPresent(sentence -> turns.add(new Turn("A narrower bracket", sentence)));
        endToEnd().ifPresent(sentence -> turns.add(new Turn("End to end", sentence)));
        ledgers().forEach(probe -> turns.add(new Turn("Data loss", loss(probe))));
        return turns;
    }

    private List<Turn> whateverTheObjectives() {
        return assessment.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS && !ofObjective(finding))
                .map(finding -> new Turn(
                        "The run itself",
                        "No objective makes it better than " + finding.verdict() + ": " + finding.message()
                                + ". What would: " + finding.remedy() + "."))
                .toList();
    }

    /** A miss, or a straddle; what proves nothing has the same topic, and so has the instrument's share. */
    private static boolean ofObjective(Finding finding) {
        boolean miss = finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.INCONCLUSIVE;
        return miss && (finding.topic() == Topic.RTO || finding.topic() == Topic.RPO);
    }

    private List<ProbeAssessment> timed() {
        return assessment.probes().stream()
                .filter(probe -> probe.recoveryTime().isPresent())
                .filter(probe -> probe.recovery()
                        .filter(recovery -> recovery.observed() > 0 && !recovery.failingBefore())
                        .isPresent())
                .toList();
    }

    private Stream<Bracket> times() {
        Stream<Bracket> whole = timed().stream().flatMap(probe -> probe.recoveryTime().stream());
        Stream<Bracket> keys =
                timed().stream().flatMap(probe -> probe.tail().stream()).map(Tail::worst);
        return Stream.concat(whole, keys);
    }

    /** The least RTO in nanoseconds that would be met; empty when none would, or none was measured. */
    OptionalLong passesFrom() {
        OptionalLong slowest = times().mapToLong(Bracket::high).max();
        long seen = Math.max(
                timed().stream().mapToLong(WhatIf::seenFrom).max().orElse(0),
                PARTS * assessment.calibrationError().orElse(0));
        return slowest.isEmpty() || slowest.getAsLong() == Bracket.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(slowest.getAsLong(), seen));
    }

    /** From which RTO on the observer's blindness at an edge is small enough. */
    private static long seenFrom(ProbeAssessment probe) {
        long gap = probe.recovery().map(Recovery::gapAtEdge).orElse(0L);
        return gap > SPACINGS * probe.probe().series().every() ? PARTS * gap : 0;
    }

    /** Every RTO in nanoseconds below this is missed for sure; zero when none is. */
    long missedBelow() {
        return Stream.concat(
                        times(),
                        timed().stream()
                                .flatMap(probe -> probe.tail().stream())
                                .flatMap(tail -> tail.groups().stream())
                                .map(Tail.Group::stable))
                .mapToLong(Bracket::low)
                .max()
                .orElse(0);
    }

    private boolean troubled() {
        return timed().stream()
                .anyMatch(probe -> probe.recovery().filter(Recovery::troubled).isPresent());
    }

    private Optional<String> recoveryTime() {
        if (timed().isEmpty()) {
            return Optional.empty();
        }
        if (!troubled()) {
            long blind = timed().stream()
                    .mapToLong(probe -> probe.recovery().orElseThrow().noOutageLongerThan())
                    .max()
                    .orElse(0);
            return Optional.of("Nothing failed, so any RTO is met; an outage of up to " + Figures.atMost(blind)
                    + " could have gone unseen.");
        }
        OptionalLong passes = passesFrom();
        if (passes.isEmpty()) {
            return Optional.of("It had not recovered when the run ended: FAIL with any RTO below "
                    + Figures.atLeast(missedBelow()) + ", INCONCLUSIVE with a longer one. Only a longer run can tell"
                    + " more (safeguards: stop-after).");
        }
        return Optional.of("PASS with any RTO from " + Figures.atMost(passes.getAsLong()) + " on, FAIL with one below "
                + Figures.atLeast(missedBelow()) + ", and INCONCLUSIVE between them. " + spare(passes.getAsLong()));
    }

    private String spare(long passes) {
        if (header.rtoNanos().isEmpty()) {
            return "No RTO was given, so time is not judged.";
        }
        long rto = header.rtoNanos().getAsLong();
        return "The objective is " + Nanos.seconds(rto) + ": "
                + (rto >= passes
                        ? "recovery could take " + Figures.atLeast(rto - passes) + " longer."
                        : "recovery would have to be " + Figures.atMost(passes - rto) + " faster to be sure.");
    }

    /** What the width of the slowest bracket is made of, when narrowing it matters or could. */
    private Optional<String> narrower() {
        return timed().stream()
                .filter(probe -> probe.recovery().filter(Recovery::troubled).isPresent())
                .filter(probe -> probe.recoveryTime().orElseThrow().ended())
                .max(Comparator.comparingLong(
                        probe -> probe.recoveryTime().orElseThrow().high()))
                .map(this::narrower);
    }

    private String narrower(ProbeAssessment probe) {
        Bracket time = probe.recoveryTime().orElseThrow();
        long width = time.high() - time.low();
        long onset = header.objectives().clock() == Objectives.Start.FAULT
                ? assessment
                        .fault()
                        .map(fault -> fault.latest() - fault.earliest())
                        .orElse(0L)
                : 0;
        String every = Nanos.seconds(probe.probe().series().every());
        if (2 * onset > width) {
            return "The bracket is " + Nanos.seconds(width) + " wide; " + Nanos.seconds(onset)
                    + " of that is the time between the call that broke it and the first sight of its effect, which no"
                    + " shorter spacing than " + every + " narrows.";
        }
        return "The bracket is " + Nanos.seconds(width) + " wide; a shorter spacing than " + every
                + (onset > 0
                        ? " narrows all but the " + Nanos.seconds(onset) + " in which the fault began"
                        : " narrows it")
                + ", unless answers or the observer are slower than that.";
    }

    private Optional<String> endToEnd() {
        Objectives objectives = header.objectives();
        OptionalLong slowest = timed().stream()
                .flatMap(probe -> probe.recoveryTime().stream())
                .mapToLong(Bracket::high)
                .max();
        if (objectives.mtd().isEmpty() || slowest.isEmpty() || slowest.getAsLong() == Bracket.NEVER) {
            return Optional.empty();
        }
        long work = objectives.workRecovery().orElse(Duration.ZERO).toNanos();
        return Optional.of("With " + Nanos.seconds(work) + " of work recovery it keeps an MTD from "
                + Figures.atMost(slowest.getAsLong() + work) + " on (R10); the objective is "
                + Nanos.seconds(objectives.mtd().get().toNanos()) + ".");
    }

    private List<ProbeAssessment> ledgers() {
        return assessment.probes().stream()
                .filter(probe -> probe.ledger()
                        .filter(ledger -> !ledger.nothingAtStake())
                        .isPresent())
                .toList();
    }

    /** The least number of writes as an RPO that would be met; empty when none would. */
    static OptionalLong writesFrom(LedgerFindings ledger) {
        boolean never = ledger.integrityBroken() || !ledger.lostAfterFault().isEmpty();
        return never ? OptionalLong.empty() : OptionalLong.of(ledger.lost().size());
    }

    private static String loss(ProbeAssessment probe) {
        LedgerFindings ledger = probe.ledger().orElseThrow();
        String of = probe.probe().name() + ": ";
        if (writesFrom(ledger).isEmpty()) {
            return of
                    + (ledger.lostAfterFault().isEmpty()
                            ? "no RPO is met, because the store is not what was written"
                            : "no RPO is met, because "
                                    + Figures.count(ledger.lostAfterFault().size(), "write")
                                    + " acknowledged after the fault "
                                    + (ledger.lostAfterFault().size() == 1 ? "is" : "are")
                                    + " lost")
                    + ".";
        }
        if (ledger.lost().isEmpty()) {
            return of + "no write was lost, so any RPO is met, down to 0 writes; " + Figures.count(ledger.atStake())
                    + " were at stake.";
        }
        String age = ledger.age()
                .filter(Bracket::ended)
                .map(each -> "; as an age, PASS from " + Figures.atMost(each.high()) + " on and FAIL below "
                        + Figures.atLeast(each.low()))
                .orElse("");
        return of + "PASS with an RPO from " + Figures.count(ledger.lost().size(), "write") + " on, FAIL with fewer"
                + age + ".";
    }
}
