package dev.aftershock.reports.files;

import java.math.BigDecimal;

/**
 * Writes gauges in the text format that Prometheus, OpenMetrics readers and node_exporter's textfile collector share: without
 * timestamps. Names and helps are ours; label values are cleaned and escaped. Not thread-safe.
 */
final class MetricsText {

    private static final int NANO_DIGITS = 9;

    private final StringBuilder out = new StringBuilder();
    private String name = "";

    /** Begins the samples of one gauge. */
    MetricsText gauge(String named, String help) {
        name = named;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" gauge\n");
        return this;
    }

    /** A sample; labels are given as name, value, name, value. */
    void sample(String value, String... labels) {
        out.append(name).append('{');
        for (int i = 0; i + 1 < labels.length; i += 2) {
            out.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
            out.append(escaped(labels[i + 1])).append('"');
        }
        out.append("} ").append(value).append('\n');
    }

    private static String escaped(String value) {
        return Clean.line(value).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Nanoseconds as seconds, to the last digit. */
    static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }

    String text() {
        return out + "# EOF\n";
    }
}
