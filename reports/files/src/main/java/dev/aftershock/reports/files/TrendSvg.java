package dev.aftershock.reports.files;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import java.util.List;
import java.util.OptionalLong;

/** Draws a trend: the bracket of each run's recovery with the objective, and below it how many writes each lost. */
final class TrendSvg {

    private static final double WIDTH = 1120;
    private static final double LEFT = 96;
    private static final double RIGHT = WIDTH - 24;
    private static final double TOP = 30;
    private static final double PLOT = 150;
    private static final double LOSSES = 54;
    private static final double MARK = 7;
    private static final int TICKS = 4;
    private static final double HEADROOM = 1.12;

    private final Trend trend;
    private final double most;
    private final Svg svg = new Svg();

    TrendSvg(Trend trend) {
        this.trend = trend;
        this.most = HEADROOM
                * trend.runs().stream().mapToLong(TrendSvg::highest).max().orElse(1);
    }

    private static long highest(IndexedRun run) {
        long recovery = run.recovery()
                .map(bracket -> bracket.ended() ? bracket.high() : bracket.low())
                .orElse(0L);
        return Math.max(Math.max(recovery, run.rto().orElse(0)), 1_000_000);
    }

    String figure() {
        boolean losses = trend.runs().stream().anyMatch(run -> run.lost().isPresent());
        double height = TOP + PLOT + (losses ? LOSSES : 0) + 34;
        svg.markup()
                .open(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "class",
                        "as-svg",
                        "viewBox",
                        "0 0 " + Markup.number(WIDTH) + " " + Markup.number(height),
                        "width",
                        WIDTH,
                        "height",
                        height,
                        "font-family",
                        Svg.FONT,
                        "role",
                        "img")
                .element("title", trend.runs().get(0).title())
                .element(
                        "desc", "Recovery time of " + Figures.count(trend.runs().size(), "run") + ", the oldest first")
                .open("style")
                .ours(Ink.style())
                .close();
        svg.box(new Svg.Box(0, 0, WIDTH, height), Ink.PAPER, 1);
        grid();
        changes(height - 34);
        for (int i = 0; i < trend.runs().size(); i++) {
            recovery(i, trend.runs().get(i));
        }
        if (losses) {
            losses();
        }
        ends(height - 12);
        svg.markup().close();
        return svg.markup().toString();
    }

    private double x(int index) {
        int count = trend.runs().size();
        return count == 1 ? (LEFT + RIGHT) / 2 : LEFT + 16 + (RIGHT - LEFT - 32) * index / (count - 1);
    }

    private double y(double nanos) {
        return TOP + PLOT * (1 - Math.min(nanos, most) / most);
    }

    private void grid() {
        svg.label(new Svg.Spot(LEFT - 12, TOP - 14, Svg.Anchor.END), Svg.Type.STRONG, "Recovery");
        long step = step(most / HEADROOM / TICKS);
        for (long nanos = 0; nanos <= most; nanos += step) {
            svg.across(LEFT, y(nanos), RIGHT - LEFT, Ink.GRID);
            svg.label(new Svg.Spot(LEFT - 12, y(nanos) + 4, Svg.Anchor.END), Svg.Type.NOTE, Nanos.seconds(nanos));
        }
        OptionalLong rto = trend.runs().get(trend.runs().size() - 1).rto();
        if (rto.isPresent()) {
            svg.line(new Svg.Box(LEFT, y(rto.getAsLong()), RIGHT - LEFT, 0), Ink.GOAL, "5 4");
            svg.label(
                    new Svg.Spot(RIGHT, y(rto.getAsLong()) - 5, Svg.Anchor.END),
                    Svg.Type.STRONG.in(Ink.GOAL),
                    "RTO " + Nanos.seconds(rto.getAsLong()));
        }
    }

    /** The next of 1, 2, 5, 10, 20 and so on. */
    private static long step(double atLeast) {
        long power = 1;
        while (power * 10 < atLeast) {
            power *= 10;
        }
        return power >= atLeast
                ? power
                : power * 2 >= atLeast ? power * 2 : power * 5 >= atLeast ? power * 5 : power * 10;
    }

    private void changes(double bottom) {
        for (int index : trend.changes()) {
            double x = (x(index) + x(index - 1)) / 2;
            svg.line(new Svg.Box(x, TOP - 8, 0, bottom - TOP + 8), Ink.FAULT, "2 3");
            svg.label(new Svg.Spot(x, TOP - 14, Svg.Anchor.MIDDLE), Svg.Type.NOTE.in(Ink.FAULT), "new level");
        }
    }

    private void recovery(int index, IndexedRun run) {
        double x = x(index);
        Ink ink = ink(run);
        if (run.recovery().isEmpty()) {
            svg.box(new Svg.Box(x - MARK / 2, TOP + PLOT - MARK / 2, MARK, MARK), Ink.UNSEEN, 1);
            return;
        }
        Bracket bracket = run.recovery().get();
        double high = bracket.ended() ? y(bracket.high()) : TOP;
        svg.line(new Svg.Box(x, high, 0, y(bracket.low()) - high), ink, "");
        double at = bracket.ended() ? y(bracket.point()) : TOP;
        svg.box(new Svg.Box(x - MARK / 2, at - MARK / 2, MARK, MARK), ink, 1);
    }

    private static Ink ink(IndexedRun run) {
        return switch (run.verdict()) {
            case PASS -> Ink.GOOD;
            case FAIL, LEAKED -> Ink.DOWN;
            case INCONCLUSIVE -> Ink.SLOW;
            case INVALID -> Ink.MUTED;
        };
    }

    private void losses() {
        double top = TOP + PLOT + 18;
        double height = LOSSES - 22;
        List<IndexedRun> runs = trend.runs();
        int largest = Math.max(
                1, runs.stream().mapToInt(run -> run.lost().orElse(0)).max().orElse(0));
        svg.label(new Svg.Spot(LEFT - 12, top + height, Svg.Anchor.END), Svg.Type.STRONG, "Lost writes");
        svg.across(LEFT, top + height, RIGHT - LEFT, Ink.GRID);
        boolean labelled = false;
        for (int i = 0; i < runs.size(); i++) {
            int lost = runs.get(i).lost().orElse(0);
            double bar = height * lost / largest;
            if (lost > 0) {
                svg.box(new Svg.Box(x(i) - MARK / 2, top + height - bar, MARK, bar), Ink.DOWN, 1);
            }
            if (lost == largest && !labelled) {
                svg.label(
                        new Svg.Spot(x(i), top + height - bar - 3, Svg.Anchor.MIDDLE),
                        Svg.Type.NOTE,
                        Figures.count(lost));
                labelled = true;
            }
        }
    }

    private void ends(double y) {
        List<IndexedRun> runs = trend.runs();
        svg.label(Svg.Spot.start(LEFT, y), Svg.Type.NOTE, RunsIndex.minute(runs.get(0)));
        if (runs.size() > 1) {
            svg.label(
                    new Svg.Spot(RIGHT, y, Svg.Anchor.END), Svg.Type.NOTE, RunsIndex.minute(runs.get(runs.size() - 1)));
        }
    }
}
