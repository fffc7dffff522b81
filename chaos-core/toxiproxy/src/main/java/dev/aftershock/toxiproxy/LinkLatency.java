package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code latency}: data on a link is held back for a while, in order and without loss.
 *
 * <p>Only data is: connecting and closing take as long as ever. The delay of each piece is drawn evenly from
 * {@code value - jitter} to {@code value + jitter}.
 *
 * @param link the link, or a pattern for several
 * @param value the delay, in whole milliseconds, 1 ms or more
 * @param jitter how far it varies either way, in whole milliseconds, at most {@code value}
 * @param stream which way; {@code both} delays an exchange twice
 */
public record LinkLatency(
        @Setting("The link to slow down, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How long data is held back, in whole milliseconds.")
        Duration value,

        @Setting(value = "How far the delay varies either way; at most the delay itself.", byDefault = "0ms")
        Duration jitter,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send, both is twice.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "latency";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when they are no whole milliseconds or out of range
     */
    public LinkLatency {
        if (Millis.of("value", value) < 1) {
            throw new IllegalArgumentException("'value' is no delay at all; expected 1ms or more");
        }
        if (Millis.of("jitter", jitter) > value.toMillis()) {
            throw new IllegalArgumentException("'jitter' is " + Quantities.format(jitter)
                    + "; expected at most the delay, " + Quantities.format(value));
        }
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
            return new FaultPlan(
                    "hold back data on " + settings.link() + " ("
                            + settings.stream().word() + ") for " + Quantities.format(settings.value()) + jitter,
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkLatency settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of(
                            "latency",
                            settings.value().toMillis(),
                            "jitter",
                            settings.jitter().toMillis()));
        }

        @Override
        Optional<WireWitness> witness(LinkLatency settings, InetSocketAddress link, Baseline before) {
            int times = settings.stream().directions().size();
            Duration least = settings.value().minus(settings.jitter()).multipliedBy(times);
            Duration most = settings.value().plus(settings.jitter()).multipliedBy(times);
            return WireWitness.ofDelay(link, before, least, most);
        }
    }
}
