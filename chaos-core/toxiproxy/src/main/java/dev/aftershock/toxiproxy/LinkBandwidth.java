package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code bandwidth}: a link carries no more than so much a second, in order and without loss.
 *
 * <p>Each connection has the rate for itself, in each direction that is limited.
 *
 * @param link the link, or a pattern for several
 * @param rate in KB/s of 1000 bytes, 1 to 10,000,000
 * @param stream which way
 */
public record LinkBandwidth(
        @Setting("The link to make narrow, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How much each connection carries each way, in whole KB/s of 1000 bytes.")
        long rate,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "bandwidth";

    private static final long FASTEST = 10_000_000;
    private static final Duration MILLI = Duration.ofMillis(1);

    /** Servers let what is too much for a moment go in slices this long. */
    private static final Duration SLICE = Duration.ofMillis(100);

    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public LinkBandwidth {
        if (rate < 1 || rate > FASTEST) {
            throw new IllegalArgumentException("'rate' is " + rate + "; expected whole KB/s from 1 to " + FASTEST
                    + "; for a link that carries nothing use the fault 'timeout'");
        }
    }

    private Duration delayOf(long bytes) {
        return MILLI.multipliedBy(bytes).dividedBy(rate);
    }

    /** Makes {@code bandwidth} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkBandwidth> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Limits how much a link carries per second, in order and without loss.";
        }

        @Override
        public Class<LinkBandwidth> settings() {
            return LinkBandwidth.class;
        }

        @Override
        public FaultPlan plan(LinkBandwidth settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "limit each connection on " + settings.link() + " ("
                            + settings.stream().word() + ") to " + settings.rate() + " KB/s",
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkBandwidth settings) {
            return new Wish(settings.link(), settings.stream(), Map.of("rate", settings.rate()));
        }

        /** A knock is small: only a very low rate delays it enough to be told. Of the answer only one byte is sure. */
        @Override
        Optional<WireWitness> witness(LinkBandwidth settings, InetSocketAddress link, Baseline before) {
            List<Stream> ways = settings.stream().directions();
            long bytes = (ways.contains(Stream.UPSTREAM) ? before.knock().length() : 0)
                    + (ways.contains(Stream.DOWNSTREAM) ? 1 : 0);
            Duration least = settings.delayOf(bytes);
            return WireWitness.ofDelay(link, before, least, least.plus(SLICE));
        }
    }
}
