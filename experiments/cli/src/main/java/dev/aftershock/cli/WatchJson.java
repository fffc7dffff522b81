package dev.aftershock.cli;

import dev.aftershock.engine.MonitorListener;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One JSON object a line: {@code probe}, {@code kind} ({@code blackout}, {@code brownout}, {@code data-loss} or
 * {@code trouble}), and what belongs to the kind; durations are seconds, {@code null} where no end was seen.
 */
final class WatchJson implements MonitorListener {

    private static final int NANO_DIGITS = 9;
    private static final int IDS_LISTED = 10_000;
    private static final char FIRST_PRINTABLE = ' ';

    private final PrintWriter out;

    WatchJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void outage(String probe, Outage outage, Instant began) {
        Bracket length = outage.length();
        String downtime = "{\"point\":" + seconds(length.point()) + ",\"low\":" + seconds(length.low()) + ",\"high\":"
                + seconds(length.high()) + "}";
        line(
                probe,
                outage.severity().name().toLowerCase(Locale.ROOT),
                "\"from\":" + quoted(began.toString()) + ",\"downtime\":" + downtime + ",\"bad-samples\":"
                        + outage.badSamples() + ",\"observer-blind\":" + (outage.blindStart() || outage.blindEnd()));
    }

    @Override
    public void ledger(String probe, LedgerFindings found) {
        String ids = found.lost().stream()
                .limit(IDS_LISTED)
                .map(LedgerEntry::id)
                .map(WatchJson::quoted)
                .collect(Collectors.joining(","));
        line(
                probe,
                "data-loss",
                "\"acknowledged\":" + found.acknowledged() + ",\"lost\":"
                        + found.lost().size() + ",\"lost-writes\":[" + ids + "]");
    }

    @Override
    public void trouble(String subject, String reason) {
        line(subject, "trouble", "\"reason\":" + quoted(reason));
    }

    private void line(String probe, String kind, String rest) {
        out.println("{\"probe\":" + quoted(probe) + ",\"kind\":\"" + kind + "\"," + rest + "}");
        out.flush();
    }

    private static String seconds(long nanos) {
        return nanos == Bracket.NEVER
                ? "null"
                : BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
