package dev.aftershock.reports.allure;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures of a run: objectives beside measurements. */
final class Measured {

    private static final double NANOS_PER_MILLI = 1e6;

    private final RunHeader header;
    private final Assessment assessment;

    Measured(RunHeader header, Assessment assessment) {
        this.header = header;
        this.assessment = assessment;
    }

    /** R3 of the probe that took longest; empty when nothing was injected. */
    Optional<Bracket> recoveryTime() {
        return assessment.probes().stream()
                .flatMap(probe -> probe.recovery().stream())
                .filter(recovery -> recovery.observed() > 0)
                .map(Recovery::stable)
                .max(Comparator.comparingLong(Bracket::high).thenComparingLong(Bracket::low));
    }

    private List<LedgerFindings> ledgers() {
        return assessment.probes().stream()
                .map(ProbeAssessment::ledger)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Lost writes of all ledgers; empty when none was compared. */
    Optional<Integer> lost() {
        return ledgers().stream().map(ledger -> ledger.lost().size()).reduce(Integer::sum);
    }

    /** For people, by name, in the order of interest; measured ones never take part in an identity. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        header.rtoNanos().ifPresent(rto -> figures.put("RTO objective", Nanos.seconds(rto)));
        recoveryTime().ifPresent(bracket -> {
            figures.put("RTO measured", bracket.ended() ? Nanos.seconds(bracket.point()) : "not recovered");
            figures.put("RTO bracket", Nanos.bracket(bracket));
            if (header.rtoNanos().isPresent() && bracket.ended()) {
                figures.put("RTO margin", margin(header.rtoNanos().getAsLong() - bracket.high()));
            }
        });
        header.rpo().ifPresent(rpo -> figures.put("RPO objective", rpo.text()));
        int acknowledged =
                ledgers().stream().mapToInt(LedgerFindings::acknowledged).sum();
        lost().ifPresent(lost -> figures.put(
                "RPO measured", String.format(Locale.ROOT, "%,d of %,d acknowledged writes lost", lost, acknowledged)));
        lost().ifPresent(lost -> figures.put("Lost writes", Integer.toString(lost)));
        age().ifPresent(age -> figures.put("Oldest lost write", Nanos.bracket(age) + " before the fault"));
        assessment.detect().ifPresent(detect -> figures.put("Detected (R1)", Nanos.bracket(detect)));
        assessment.redundancy().ifPresent(again -> figures.put("Redundant again (R5)", Nanos.bracket(again)));
        assessment.calibrationError().ifPresent(error -> figures.put("Calibration error", Nanos.seconds(error)));
        figures.put("Seed", Long.toString(header.seed()));
        return figures;
    }

    private static String margin(long margin) {
        return margin >= 0 ? Nanos.seconds(margin) + " to spare" : Nanos.seconds(-margin) + " too late";
    }

    private Optional<Bracket> age() {
        return ledgers().stream().flatMap(ledger -> ledger.age().stream()).max(Comparator.comparingLong(Bracket::high));
    }

    /** For trends and gates; what was not measured, or has no end, is absent. */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        recoveryTime().filter(Bracket::ended).ifPresent(bracket -> {
            metrics.put("rto.ms", bracket.point() / NANOS_PER_MILLI);
            metrics.put("rto.high.ms", bracket.high() / NANOS_PER_MILLI);
        });
        lost().ifPresent(lost -> metrics.put("rpo.lost", lost.doubleValue()));
        lost().ifPresent(lost -> metrics.put(
                "rpo.ms", age().map(age -> age.high() / NANOS_PER_MILLI).orElse(0.0)));
        return metrics;
    }
}
