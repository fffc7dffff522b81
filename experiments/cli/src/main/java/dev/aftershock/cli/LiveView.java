package dev.aftershock.cli;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Outcome;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows a run while it goes on: a line for each event, and on a terminal a status line that is drawn over. */
final class LiveView implements RunListener {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final Style style;
    private final boolean quiet;
    private final boolean terminal;
    private final Map<String, String> status = new TreeMap<>();

    LiveView(PrintWriter out, Style style, boolean quiet, boolean terminal) {
        this.out = out;
        this.style = style;
        this.quiet = quiet;
        this.terminal = terminal && !quiet;
    }

    void begin(Experiment experiment, long seed) {
        if (!quiet) {
            out.println(experiment.title());
            out.println(style.faint(experiment.hypothesis()));
            out.println(style.faint("seed " + seed));
        }
    }

    synchronized void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    @Override
    public synchronized void event(TimelineEvent event) {
        if (quiet) {
            return;
        }
        end();
        out.println(String.format(Locale.ROOT, "%9.3f s  %s", event.at() / 1e9, describe(event)));
    }

    private String describe(TimelineEvent event) {
        String subject = event.subject();
        return switch (event.type()) {
            case PHASE -> subject;
            case CALIBRATED -> "instrument: calibration error " + nanos(event, "error-ns");
            case STEADY -> subject + ": steady";
            case NOT_STEADY -> style.bad(subject + ": " + event.fact("reason"));
            case FAULT_ISSUED ->
                style.bad("inject " + subject + ": " + event.fact("kind") + " on " + event.fact("target"));
            case FAULT_RETURNED -> "inject " + subject + ": the call returned" + failure(event);
            case FAULT_EFFECT -> "effect seen: " + event.fact("evidence");
            case FAULT_NO_EFFECT -> style.bad("no effect: " + event.fact("reason"));
            case HEAL_ISSUED -> "heal " + subject;
            case HEAL_RETURNED -> "heal " + subject + ": the call returned";
            case HEAL_VERIFIED -> "healed " + subject + ": " + event.fact("evidence");
            case HEAL_UNVERIFIED -> style.bad("NOT healed " + subject + ": " + event.fact("reason"));
            case SYSTEM ->
                style.faint(subject + " " + event.fact("kind").toLowerCase(Locale.ROOT) + ": " + event.fact("detail"));
            case DECLARED -> style.bad("declared: " + event.fact("text"));
            case ABORTED -> style.bad("ended early: " + event.fact("reason"));
            case SETTLED -> subject + ": " + event.fact("survivors") + " surviving writes read";
            case NOT_SETTLED -> style.bad(subject + ": surviving writes could not be read: " + event.fact("reason"));
            case CLOCK_STEP ->
                style.faint("the wall clock stepped by " + nanos(event, "step-ns") + "; durations are not affected");
            case NOTE -> subject + ": " + event.fact("text");
        };
    }

    private static String failure(TimelineEvent event) {
        return event.fact("failure").isEmpty() ? "" : " with a failure, " + event.fact("failure");
    }

    private static String nanos(TimelineEvent event, String fact) {
        return Nanos.seconds(Math.abs(Long.parseLong(event.fact(fact))));
    }

    @Override
    public synchronized void progress(Progress progress) {
        if (!terminal) {
            return;
        }
        status.put(progress.probe(), describe(progress));
        out.print(CLEAR_LINE + progress.phase() + " | " + String.join(" | ", status.values()));
        out.flush();
    }

    private String describe(Progress progress) {
        if (progress.downSince().isPresent()) {
            long down = progress.at() - progress.downSince().getAsLong();
            return progress.probe() + " " + style.bad("DOWN for " + Nanos.seconds(Math.max(0, down)));
        }
        return progress.last()
                .filter(sample -> sample.outcome() == Outcome.OK)
                .map(sample -> progress.probe() + " up, " + Nanos.seconds(sample.latency()))
                .orElse(progress.probe() + " ...");
    }
}
