package dev.aftershock.reports.files;

import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import java.util.List;
import java.util.Locale;

/** What the systems themselves logged around the outage. */
final class SystemExcerpt {

    private static final int SHOWN = 40;
    private static final int LONGEST = 240;
    private static final long AROUND = 1_000_000_000L;

    private final RunView view;
    private final Table table;

    SystemExcerpt(RunView view, Markup html) {
        this.view = view;
        this.table = new Table(html);
    }

    void write() {
        List<TimelineEvent> around = around();
        if (around.isEmpty()) {
            return;
        }
        String rest = around.size() > SHOWN
                ? "; " + Figures.count(around.size() - SHOWN) + " more are in timeline.jsonl"
                : "";
        table.begin(
                "System log around the outage",
                "What the system said of itself, by its own clock, from a second before the fault on" + rest,
                "When",
                "Member",
                "Meaning",
                "Line");
        around.stream().limit(SHOWN).forEach(this::line);
        table.end();
    }

    private void line(TimelineEvent event) {
        String kind = event.fact("kind").toLowerCase(Locale.ROOT);
        table.row(
                Figures.offset(event.at() - view.origin()),
                "",
                Clean.shorten(Clean.line(event.subject()), LONGEST),
                kind.equals("other") ? Figures.NONE : kind,
                Clean.shorten(Clean.line(event.fact("detail")), LONGEST));
    }

    private List<TimelineEvent> around() {
        if (view.assessment().fault().isEmpty()) {
            return List.of();
        }
        long from = view.assessment().fault().get().earliest() - AROUND;
        long to = Math.max(end(), view.assessment().heal().map(Moment::latest).orElse(Long.MIN_VALUE)) + AROUND;
        return view.events(TimelineEvent.Type.SYSTEM).stream()
                .filter(event -> event.at() >= from && event.at() <= to)
                .toList();
    }

    /** When it was stable and redundant again; the record's end when one of that was not seen. */
    private long end() {
        long stable =
                view.slowestRecovery().map(recovery -> after(recovery.stable())).orElse(view.end());
        return Math.max(stable, view.assessment().redundancy().map(this::after).orElse(stable));
    }

    private long after(Bracket time) {
        return time.ended() ? view.origin() + time.high() : view.end();
    }
}
