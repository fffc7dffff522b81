package dev.aftershock.reports.files;

import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws a run: the whole of it, and once more around the fault when the outage is a small part of it. Static, without
 * references to anything outside, in light and dark.
 */
final class TimelineSvg {

    private static final double WIDTH = 1120;
    private static final double PLOT = WIDTH - Lane.MARGIN - 16;
    private static final List<Integer> DETAILED_PROBES = List.of(4, 2, 1, 0);
    private static final int LARGEST = 280_000;
    private static final int PROBES = 12;
    private static final int FAULTS = 6;
    private static final int LINE_LENGTH = 165;
    private static final double ZOOM_BELOW = 0.5;

    private final RunView view;
    private final Body body;

    /** Draws at once what both forms have in common: a long run has many samples to look at. */
    TimelineSvg(RunView view) {
        this.view = view;
        this.body = body();
    }

    /** The sections and the legend, and how high they are. */
    private record Body(String markup, double height) {}

    /** A file of its own, which says what it shows. */
    String file() {
        List<String> lines = wrap(Clean.line(view.assessment().line()));
        Svg svg = new Svg();
        double header = 40 + lines.size() * 17;
        begin(svg, header + body.height());
        header(svg, lines);
        return end(svg, header);
    }

    /** To stand inside a page that has said it all. */
    String figure() {
        Svg svg = new Svg();
        begin(svg, 8 + body.height());
        return end(svg, 8);
    }

    private String end(Svg svg, double header) {
        svg.markup()
                .open("g", "transform", "translate(0 " + Markup.number(header) + ")")
                .ours(body.markup())
                .close()
                .close();
        return svg.markup().toString();
    }

    /** With latencies for as many probes as fit into the size that a page can carry. */
    private Body body() {
        Body drawn = new Body("", 0);
        for (int detailed : DETAILED_PROBES) {
            drawn = body(detailed);
            if (drawn.markup().length() <= LARGEST) {
                break;
            }
        }
        return drawn;
    }

    private Body body(int detailed) {
        Span whole = wholeRun();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(view, whole.scale(), "The whole run", overview(detailed)));
        outage().filter(zoom -> zoom.length() < whole.length() * ZOOM_BELOW)
                .ifPresent(zoom -> sections.add(new Section(view, zoom.scale(), "Around the fault", closeUp())));
        Svg svg = new Svg();
        double y = 0;
        for (Section section : sections) {
            section.draw(svg, y);
            y += section.height() + 18;
        }
        legend(svg, y + 6);
        return new Body(svg.markup().toString(), y + 34);
    }

    private void begin(Svg svg, double height) {
        svg.markup()
                .open(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "class",
                        "as-svg",
                        "viewBox",
                        "0 0 " + Markup.number(WIDTH) + " " + Markup.number(Math.ceil(height)),
                        "width",
                        WIDTH,
                        "height",
                        Math.ceil(height),
                        "font-family",
                        Svg.FONT,
                        "role",
                        "img")
                .element("title", view.header().title())
                .element("desc", view.assessment().line())
                .open("style")
                .ours(Ink.style())
                .close();
        svg.box(new Svg.Box(0, 0, WIDTH, Math.ceil(height)), Ink.PAPER, 1);
    }

    private void header(Svg svg, List<String> lines) {
        svg.label(
                Svg.Spot.start(16, 26),
                new Svg.Type(Ink.TEXT, 16, true),
                Clean.shorten(Clean.line(view.header().title()), 110));
        double y = 47;
        for (String line : lines) {
            svg.label(Svg.Spot.start(16, y), Svg.Type.BODY, line);
            y += 17;
        }
    }

    static Ink ink(Verdict verdict) {
        return switch (verdict) {
            case PASS -> Ink.GOOD;
            case INCONCLUSIVE -> Ink.SLOW;
            case FAIL, LEAKED -> Ink.DOWN;
            case INVALID -> Ink.MUTED;
        };
    }

    /** At most three lines, broken at spaces. */
    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > LINE_LENGTH && lines.size() < 2) {
            int space = rest.lastIndexOf(' ', LINE_LENGTH);
            int cut = space > LINE_LENGTH / 2 ? space : LINE_LENGTH;
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        lines.add(Clean.shorten(rest, LINE_LENGTH));
        return lines;
    }

    private List<Lane> overview(int detailed) {
        List<Lane> lanes = new ArrayList<>();
        lanes.add(new PhaseLane(view.events(TimelineEvent.Type.PHASE)));
        addFaultsAndSystem(lanes);
        int drawn = 0;
        for (ProbeAssessment probe : view.probes().stream().limit(PROBES).toList()) {
            lanes.add(new ProbeLane(view, probe, drawn++ < detailed));
        }
        lanes.add(new ObserverLane(view.pauses()));
        lanes.add(new AxisLane(view.origin(), view.originName()));
        return lanes;
    }

    private List<Lane> closeUp() {
        List<Lane> lanes = new ArrayList<>();
        addFaultsAndSystem(lanes);
        view.slowest().ifPresent(probe -> lanes.add(new ProbeLane(view, probe, true)));
        lanes.add(new ObserverLane(view.pauses()));
        lanes.add(new AxisLane(view.origin(), view.originName()));
        return lanes;
    }

    private void addFaultsAndSystem(List<Lane> lanes) {
        view.faults().stream()
                .filter(FaultSpan::injected)
                .limit(FAULTS)
                .map(FaultLane::new)
                .forEach(lanes::add);
        List<TimelineEvent> system = view.events(TimelineEvent.Type.SYSTEM).stream()
                .filter(event -> event.at() >= view.origin())
                .toList();
        if (!system.isEmpty()) {
            lanes.add(new SystemLane(system, view.origin()));
        }
    }

    private record Span(long from, long to) {
        long length() {
            return to - from;
        }

        Scale scale() {
            return new Scale(from, to, Lane.MARGIN, PLOT);
        }
    }

    /** From the first sample to the last, and on to the objective when that is not far. */
    private Span wholeRun() {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (ProbeAssessment probe : view.probes()) {
            for (Sample sample : view.samples(probe.probe().name())) {
                from = Math.min(from, sample.due());
                to = Math.max(to, sample.done());
            }
        }
        if (from >= to) {
            return new Span(view.start(), Math.max(view.start() + 1_000_000_000L, view.end()));
        }
        Optional<Moment> heal = view.assessment().heal();
        to = Math.max(to, heal.map(Moment::latest).orElse(to));
        if (view.assessment().fault().isPresent() && view.header().rtoNanos().isPresent()) {
            long goal = view.origin() + view.header().rtoNanos().getAsLong() + (to - from) / 50;
            to = goal <= to + (to - from) / 2 ? Math.max(to, goal) : to;
        }
        return new Span(from, to);
    }

    /** From a little before the fault to a little after stable recovery. */
    private Optional<Span> outage() {
        return view.slowest()
                .filter(probe -> probe.recovery().orElseThrow().troubled())
                .filter(probe -> probe.recovery().orElseThrow().stable().ended())
                .map(probe -> {
                    long length = probe.recovery().orElseThrow().stable().high();
                    long shown = Math.max(length, 20 * probe.probe().series().every());
                    return new Span(view.origin() - shown / 4, view.origin() + length + shown / 3);
                });
    }

    private void legend(Svg svg, double y) {
        double x = Lane.MARGIN;
        x = entry(svg, x, y, new Entry(Ink.UP, "up"));
        x = entry(svg, x, y, new Entry(Ink.SLOW, "brownout (slow)"));
        x = entry(svg, x, y, new Entry(Ink.DOWN, "down (blackout), paler where uncertain"));
        x = entry(svg, x, y, new Entry(Ink.UNSEEN, "not observed, observer paused"));
        x = entry(svg, x, y, new Entry(Ink.FAULT, "fault"));
        svg.line(new Svg.Box(x, y + 5, 14, 0), Ink.SLOW, "3 3");
        svg.label(Svg.Spot.start(x + 19, y + 9), Svg.Type.NOTE, "latency bound");
    }

    private record Entry(Ink ink, String text) {}

    private static double entry(Svg svg, double x, double y, Entry entry) {
        svg.box(new Svg.Box(x, y, 14, 10), entry.ink(), 1);
        svg.label(Svg.Spot.start(x + 19, y + 9), Svg.Type.NOTE, entry.text());
        return x + 19 + Svg.width(entry.text(), Svg.Type.NOTE) + 14;
    }
}
