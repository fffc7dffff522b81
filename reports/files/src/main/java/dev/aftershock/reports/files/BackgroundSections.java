package dev.aftershock.reports.files;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.measurement.Nanos;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The instrument, the environment, the words used and the log of events. */
final class BackgroundSections {

    private static final int EVENTS = 400;
    private static final int PLANNED = 20;

    private static final Map<String, String> WORDS = words();

    private final RunView view;
    private final Markup html;

    BackgroundSections(RunView view, Markup html) {
        this.view = view;
        this.html = html;
    }

    void write() {
        html.open("div", "class", "columns");
        facts("Plan", plan());
        facts("Instrument", instrument());
        facts("Environment", environment());
        html.close();
        html.open("section").element("h2", "Words").open("dl", "class", "words");
        WORDS.forEach((word, meaning) ->
                html.open("div").element("dt", word).element("dd", meaning).close());
        html.close().close();
        events();
        html.element(
                "footer",
                "Written by Aftershock from the record of this run; "
                        + "the verdict can be recomputed from that record at any time.");
    }

    private Map<String, String> instrument() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Calibration error", calibration());
        facts.put(
                "Longest pause of the observer", Nanos.seconds(view.assessment().maxGap()));
        view.probes()
                .forEach(probe -> facts.put(
                        probe.probe().name(),
                        "every " + Nanos.seconds(probe.probe().series().every()) + ", good within "
                                + Nanos.seconds(probe.probe().series().within()) + ", deadline "
                                + Nanos.seconds(probe.probe().series().deadline()) + ", stable after "
                                + Nanos.seconds(probe.probe().series().hold()) + " with at most "
                                + Figures.share(probe.probe().series().badAtMost()) + " bad"));
        view.assessment().load().ifPresent(load -> facts.put("Load of the probes", load.sentence()));
        List<TimelineEvent> steps = view.events(TimelineEvent.Type.CLOCK_STEP);
        facts.put("Steps of the wall clock", steps.isEmpty() ? "none seen" : Figures.count(steps.size()));
        return facts;
    }

    /** With its share of the objective: more than a tenth proves nothing. */
    private String calibration() {
        OptionalLong error = view.assessment().calibrationError();
        OptionalLong rto = view.header().rtoNanos();
        String share = error.isPresent() && rto.isPresent()
                ? ", " + Figures.share((double) error.getAsLong() / rto.getAsLong()) + " of the RTO (at most 10 %)"
                : "";
        return Figures.seconds(error) + share;
    }

    private Map<String, String> plan() {
        Map<String, String> facts = new LinkedHashMap<>();
        Objectives objectives = view.header().objectives();
        facts.put(
                "RTO", objectives.rto().map(rto -> Nanos.seconds(rto.toNanos())).orElse("not judged"));
        facts.put("Clock of the RTO", view.clockName());
        facts.put("RPO", objectives.rpo().map(Objectives.Rpo::text).orElse("not judged"));
        objectives.mtd().ifPresent(mtd -> facts.put("MTD", Nanos.seconds(mtd.toNanos())));
        objectives
                .workRecovery()
                .ifPresent(work -> facts.put("Work recovery, declared", Nanos.seconds(work.toNanos())));
        List<String> faults = view.header().faults();
        for (int i = 0; i < Math.min(PLANNED, faults.size()); i++) {
            facts.put("Fault " + (i + 1), faults.get(i));
        }
        if (faults.size() > PLANNED) {
            facts.put("And", Figures.count(faults.size() - PLANNED) + " more");
        }
        return facts;
    }

    private Map<String, String> environment() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Run", view.header().runId());
        facts.put("Started", view.header().startedAt());
        facts.put(
                "Source",
                view.header().source().isBlank() ? "Java" : view.header().source());
        facts.put("Seed", Long.toString(view.header().seed()));
        view.header().machine().forEach((key, value) -> {
            if (!key.endsWith("-ns")) {
                facts.put(key, value);
            }
        });
        return facts;
    }

    private void facts(String title, Map<String, String> facts) {
        html.open("section").element("h2", title).open("dl", "class", "facts");
        facts.forEach((name, value) ->
                html.open("div").element("dt", name).element("dd", value).close());
        html.close().close();
    }

    private void events() {
        List<TimelineEvent> events = view.events();
        html.open("details").element("summary", "All " + Figures.count(events.size(), "event") + " of the record");
        Table table = new Table(html);
        table.open("events", "Events of the record", "", "When", "What", "Of what", "Facts");
        for (TimelineEvent event : events.subList(0, Math.min(EVENTS, events.size()))) {
            html.open("tr");
            html.element(
                    "th", Figures.decimal(event.at() - view.origin(), 3) + " s", "scope", "row", "class", "number");
            html.element(
                    "td", event.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            html.element("td", event.subject());
            html.element("td", facts(event)).close();
        }
        table.close();
        if (events.size() > EVENTS) {
            html.element("p", "and " + Figures.count(events.size() - EVENTS) + " more, in timeline.jsonl");
        }
        html.close();
    }

    private static String facts(TimelineEvent event) {
        return event.facts().entrySet().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("; "));
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "0.63 s [0.62, 0.64]",
                "the best estimate, and the bounds between which the truth lies. The verdict compares bounds, never the "
                        + "estimate.");
        words.put(
                "fault",
                "its onset lies between the call that injects it and the first evidence of its effect; every time counts "
                        + "from there.");
        words.put(
                "RTO, RPO",
                "objectives: the longest time to recover, and the most data that may be lost. MTD: the longest downtime that"
                        + " can be borne, with the work that follows.");
        words.put("RTA, RPA", "actuals: what was measured of the same, with its bracket.");
        words.put(
                "blackout, brownout",
                "blackout (down): failed, or unanswered in time. Brownout (slow): answered rightly, but too late.");
        words.put("lost", "acknowledged by the system, and not among what survived in two equal settled reads.");
        words.put(
                "verdicts",
                "PASS: every objective met with the whole bracket. FAIL: one missed. INCONCLUSIVE: the bracket straddles "
                        + "the objective, or the observer was blind. INVALID: the run proves nothing. LEAKED: something "
                        + "could not be verified healed.");
        return words;
    }
}
