package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code latency}: data on a link is held back for a while, in order and without loss.
 *
 * <p>Only data is: connecting and closing take as long as ever. The delay of each piece is drawn evenly from
 * {@code value - jitter} to {@code value + jitter}, unless another distribution is named.
 *
 * @param link the link, or a pattern for several
 * @param value the delay, in whole microseconds up to an hour; whole milliseconds where Toxiproxy makes it
 * @param jitter how far it varies either way, at most {@code value}; the standard deviation of a distribution
 * @param stream which way; {@code both} delays an exchange twice
 * @param distribution how the delay varies; only our own proxy knows others than {@code uniform}
 */
public record LinkLatency(
        @Setting("The link to slow down, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How long data is held back, in whole milliseconds; on our own proxy in whole microseconds.")
        Duration value,

        @Setting(value = "How far the delay varies either way; at most the delay itself.", byDefault = "0ms")
        Duration jitter,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send, both is twice.",
                byDefault = "downstream")
        Stream stream,

        @Setting(
                value = "How it varies: uniform within the jitter, or normal or pareto with the jitter as deviation.",
                byDefault = "uniform")
        Distribution distribution) {

    static final String KIND = "latency";

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final long NANOS_PER_MICRO = 1_000;

    /** How delays vary. */
    public enum Distribution {
        /** Evenly up to the jitter either way. */
        UNIFORM,
        /** Around the value, with the jitter as standard deviation; never less than nothing. */
        NORMAL,
        /** The same with the long tail of a Pareto distribution of shape 3. */
        PARETO;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when they are no whole microseconds or out of range
     */
    public LinkLatency {
        refuseFractions("value", value);
        refuseFractions("jitter", jitter);
        if (value.isZero()) {
            throw new IllegalArgumentException("'value' is no delay at all; expected 1us or more");
        }
        if (distribution != Distribution.UNIFORM && jitter.isZero()) {
            throw new IllegalArgumentException(
                    "'distribution' is " + distribution.word() + " without jitter; expected 'jitter' beside it");
        }
        if (jitter.compareTo(value) > 0) {
            throw new IllegalArgumentException("'jitter' is " + Quantities.format(jitter)
                    + "; expected at most the delay, " + Quantities.format(value));
        }
    }

    /** Evenly distributed. */
    public LinkLatency(String link, Duration value, Duration jitter, Stream stream) {
        this(link, value, jitter, stream, Distribution.UNIFORM);
    }

    private static void refuseFractions(String setting, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0 || time.toNanos() % NANOS_PER_MICRO != 0) {
            throw new IllegalArgumentException("'" + setting + "' is " + Quantities.format(time)
                    + "; expected whole microseconds, at most " + Quantities.format(LONGEST));
        }
    }

    private static long micros(Duration time) {
        return time.toNanosPart() / NANOS_PER_MICRO % 1_000;
    }

    private boolean isEven() {
        return distribution == Distribution.UNIFORM;
    }

    private boolean hasMicros() {
        return micros(value) != 0 || micros(jitter) != 0;
    }

    /** Makes {@code latency} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkLatency> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Holds back the data on a link, in order and without loss.";
        }

        @Override
        public Class<LinkLatency> settings() {
            return LinkLatency.class;
        }

        @Override
        public FaultPlan plan(LinkLatency settings, List<TargetInfo> resolved) {
            String jitter = settings.jitter().isZero() ? "" : " +/- " + Quantities.format(settings.jitter());
            String shape =
                    settings.isEven() ? "" : " (" + settings.distribution().word() + ")";
            return new FaultPlan(
                    "hold back data on " + settings.link() + " ("
                            + settings.stream().word() + ") for " + Quantities.format(settings.value()) + jitter
                            + shape,
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkLatency settings) {
            Map<String, Long> numbers = new HashMap<>();
            numbers.put("latency", settings.value().toMillis());
            numbers.put("jitter", settings.jitter().toMillis());
            if (settings.hasMicros()) {
                numbers.put("latency_us", micros(settings.value()));
                numbers.put("jitter_us", micros(settings.jitter()));
            }
            Map<String, String> texts = settings.isEven()
                    ? Map.of()
                    : Map.of("distribution", settings.distribution().word());
            return new Wish(settings.link(), settings.stream(), numbers, texts);
        }

        @Override
        Optional<String> beyondToxiproxy(LinkLatency settings) {
            if (!settings.isEven()) {
                return Optional.of("the 'distribution' of a latency");
            }
            return settings.hasMicros() ? Optional.of("latencies that are no whole milliseconds") : Optional.empty();
        }

        @Override
        Optional<WireWitness> witness(LinkLatency settings, InetSocketAddress link, Baseline before) {
            if (!settings.isEven()) {
                return Optional.empty();
            }
            int times = settings.stream().directions().size();
            Duration least = settings.value().minus(settings.jitter()).multipliedBy(times);
            Duration most = settings.value().plus(settings.jitter()).multipliedBy(times);
            return WireWitness.ofDelay(link, before, least, most);
        }
    }
}
