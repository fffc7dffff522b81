package dev.aftershock.reports.files;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Recovery;
import java.util.Locale;
import java.util.Optional;

/** The outcome of a run as gauges, for a textfile collector; labels are called as those of a monitor's meters are. */
final class RunMetrics {

    private final RunView view;
    private final String experiment;
    private final MetricsText out = new MetricsText();

    RunMetrics(RunView view) {
        this.view = view;
        this.experiment = view.header().title();
    }

    String text() {
        verdict();
        objectives();
        judged();
        recovery();
        outages();
        writes();
        view.assessment()
                .calibrationError()
                .ifPresent(error -> one(
                        "aftershock_run_calibration_error_seconds",
                        "The instrument's own error.",
                        MetricsText.seconds(error)));
        return out.text();
    }

    private void one(String name, String help, String value) {
        out.gauge(name, help).sample(value, "experiment", experiment);
    }

    private void verdict() {
        out.gauge("aftershock_run_verdict", "1 for the verdict of the last run, 0 for each other.");
        for (Verdict each : Verdict.values()) {
            String value = each == view.assessment().verdict() ? "1" : "0";
            out.sample(value, "experiment", experiment, "verdict", word(each));
        }
        view.startedAt()
                .ifPresent(at -> one(
                        "aftershock_run_started_timestamp_seconds",
                        "When the last run began.",
                        Long.toString(at.getEpochSecond())));
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void objectives() {
        view.header()
                .rtoNanos()
                .ifPresent(rto -> one(
                        "aftershock_run_rto_seconds", "The longest recovery time allowed.", MetricsText.seconds(rto)));
        Optional<Objectives.Rpo> rpo = view.header().rpo();
        if (rpo.isPresent() && rpo.get() instanceof Objectives.Writes writes) {
            one(
                    "aftershock_run_rpo_writes",
                    "The most acknowledged writes that may be lost.",
                    Long.toString(writes.most()));
        } else if (rpo.isPresent() && rpo.get() instanceof Objectives.Age age) {
            one(
                    "aftershock_run_rpo_seconds",
                    "Writes acknowledged longer than this before the fault may not be lost.",
                    MetricsText.seconds(age.most().toNanos()));
        }
    }

    private void judged() {
        view.recoveryTime().ifPresent(time -> {
            out.gauge(
                    "aftershock_run_judged_recovery_seconds",
                    "What is held against the RTO: recovery of the slowest probe.");
            bracket(time, "probe", slowest());
        });
        view.margin()
                .ifPresent(margin -> one(
                        "aftershock_run_margin_seconds",
                        "What the upper bound leaves of the RTO; below 0 when it was missed.",
                        MetricsText.seconds(margin)));
    }

    private String slowest() {
        return view.slowest().map(probe -> probe.probe().name()).orElse("");
    }

    /** The end of what never ended is infinitely far, so that an alert on it fires. */
    private void bracket(Bracket bracket, String label, String value, String... more) {
        bound("low", MetricsText.seconds(bracket.low()), label, value, more);
        bound("point", bracket.ended() ? MetricsText.seconds(bracket.point()) : "+Inf", label, value, more);
        bound("high", bracket.ended() ? MetricsText.seconds(bracket.high()) : "+Inf", label, value, more);
    }

    private void bound(String bound, String seconds, String label, String value, String... more) {
        String[] labels = new String[6 + more.length];
        System.arraycopy(new String[] {"experiment", experiment, label, value, "bound", bound}, 0, labels, 0, 6);
        System.arraycopy(more, 0, labels, 6, more.length);
        out.sample(seconds, labels);
    }

    private void recovery() {
        out.gauge(
                "aftershock_run_recovery_seconds", "R0 to R8 since the fault (R8: since the heal), with their bounds.");
        view.assessment().detect().ifPresent(time -> bracket(time, "measure", "R1"));
        view.assessment().redundancy().ifPresent(time -> bracket(time, "measure", "R5"));
        for (ProbeAssessment probe : view.probes()) {
            probe.recovery().ifPresent(recovery -> {
                measure(probe, "R0", recovery.impact());
                measure(probe, "R2", recovery.firstGood());
                measure(probe, "R3", Optional.of(recovery.stable()));
                measure(probe, "R6", Optional.of(recovery.unavailable()));
                measure(probe, "R7", recovery.longest());
            });
            measure(probe, "R4", probe.capacity());
            measure(probe, "R8", probe.healOutage().map(Recovery::stable));
        }
    }

    private void measure(ProbeAssessment probe, String measure, Optional<Bracket> time) {
        time.ifPresent(bracket ->
                bracket(bracket, "measure", measure, "probe", probe.probe().name()));
    }

    private void outages() {
        out.gauge("aftershock_run_outages", "Outages since the fault, by kind.");
        for (ProbeAssessment probe : view.probes()) {
            probe.recovery().ifPresent(recovery -> {
                count(probe, "kind", "blackout", recovery.outages().size());
                count(probe, "kind", "brownout", recovery.brownouts().size());
            });
        }
    }

    private void writes() {
        out.gauge("aftershock_run_writes", "Writes of the last run that were compared, by fate.");
        for (ProbeAssessment probe : view.ledgers()) {
            LedgerFindings ledger = probe.ledger().orElseThrow();
            count(probe, "fate", "acknowledged", ledger.acknowledged());
            count(probe, "fate", "lost", ledger.lost().size());
        }
    }

    private void count(ProbeAssessment probe, String label, String value, int count) {
        String name = probe.probe().name();
        out.sample(Integer.toString(count), "experiment", experiment, "probe", name, label, value);
    }
}
