package dev.aftershock.cli;

import dev.aftershock.engine.MonitorListener;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a monitor sees for people: a line an outage, and on a terminal a status line that is drawn over. */
final class WatchView implements MonitorListener {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int IDS_SHOWN = 200;

    private final PrintWriter out;
    private final Style style;
    private final boolean terminal;
    private final Map<String, String> status = new TreeMap<>();

    WatchView(PrintWriter out, Style style, boolean terminal) {
        this.out = out;
        this.style = style;
        this.terminal = terminal;
    }

    @Override
    public void started(List<String> probes) {
        print("watching with " + String.join(", ", probes) + "; Ctrl-C ends it");
    }

    @Override
    public void outage(String probe, Outage outage, Instant began) {
        Bracket length = outage.length();
        String what = outage.severity() == Outage.Severity.BLACKOUT ? style.bad("down for") : "slow for";
        String blind = outage.blindStart() || outage.blindEnd() ? ", the observer was held up at an edge" : "";
        String lasted =
                length.ended() ? Nanos.bracket(length) : "at least " + Nanos.seconds(length.low()) + ", and still";
        print(TIME.format(began) + "  " + probe + " " + what + " " + lasted + blind);
    }

    @Override
    public void samples(String probe, List<Sample> finished) {
        if (!terminal || finished.isEmpty()) {
            return;
        }
        Sample last = finished.get(finished.size() - 1);
        status.put(
                probe,
                last.outcome() == Outcome.OK
                        ? probe + " up, " + Nanos.seconds(last.latency())
                        : probe + " " + style.bad("DOWN"));
        out.print(CLEAR_LINE + String.join(" | ", status.values()));
        out.flush();
    }

    @Override
    public void ledger(String probe, LedgerFindings found) {
        String lost =
                found.lost().stream().limit(IDS_SHOWN).map(LedgerEntry::id).collect(Collectors.joining(" "));
        print(probe + ": " + found.lost().size() + " of " + found.acknowledged() + " acknowledged writes lost"
                + (lost.isEmpty() ? "" : ": " + style.bad(lost)));
    }

    @Override
    public void trouble(String subject, String reason) {
        print(style.bad(subject + ": " + reason));
    }

    private void print(String line) {
        out.println((terminal ? CLEAR_LINE : "") + line);
    }
}
