package dev.aftershock.parts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes quantities with units: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1%}; ISO-8601 durations too. */
public final class Quantities {

    /** What a duration looks like, for error messages. */
    public static final String DURATION_EXAMPLES = "a duration with its unit, such as 250ms, 5s, 2m or 1h";

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-zA-Z%]+)");
    /** About 146 years: far from where counting in nanoseconds overflows. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE / 2);
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    private static final List<String> DISPLAY_UNITS = List.of("h", "m", "s", "ms", "us", "ns");

    private Quantities() {}

    /** The duration that a text means, or nothing when it means none (no unit, negative, out of range). */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.trim());
        if (matcher.matches() && NANOS.containsKey(matcher.group(2))) {
            BigDecimal nanos = new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(NANOS.get(matcher.group(2))))
                    .setScale(0, RoundingMode.HALF_UP);
            return nanos.compareTo(LONGEST_NANOS) > 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(nanos.longValueExact()));
        }
        return text.trim().startsWith("P") ? iso(text.trim()) : Optional.empty();
    }

    private static Optional<Duration> iso(String text) {
        try {
            Duration duration = Duration.parse(text);
            boolean inRange = !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
            return inRange ? Optional.of(duration) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The share that a text such as {@code 1%} or {@code 0.5%} means, or nothing. */
    public static Optional<Percent> percent(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.trim());
        if (!matcher.matches() || !matcher.group(2).equals("%")) {
            return Optional.empty();
        }
        double value = Double.parseDouble(matcher.group(1));
        return value > 100 ? Optional.empty() : Optional.of(new Percent(value));
    }

    /** A duration as it would be written in a file, in the largest unit that keeps it whole. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : DISPLAY_UNITS) {
            if (nanos != 0 && nanos % NANOS.get(unit) == 0) {
                return nanos / NANOS.get(unit) + unit;
            }
        }
        return "0s";
    }
}
