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
 * Settings of the fault {@code slicer}: data on a link arrives in small pieces, in order and without loss.
 *
 * @param link the link, or a pattern for several
 * @param size of the pieces on average, in bytes, 1 to 1,000,000
 * @param variation how far the size varies either way, in bytes, less than {@code size}
 * @param delay after each piece, in whole microseconds, at most a second
 * @param stream which way
 */
public record LinkSlicer(
        @Setting("The link whose data is cut, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How large the pieces are on average, in bytes.")
        long size,

        @Setting(value = "How far the size of a piece varies, in bytes; less than the size itself.", byDefault = "0")
        long variation,

        @Setting(value = "How long to wait after each piece, in whole microseconds.", byDefault = "0us")
        Duration delay,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "slicer";

    private static final long LARGEST = 1_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int NANOS_PER_MICRO = 1_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LinkSlicer {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("'size' is " + size + "; expected 1 to " + LARGEST + " bytes");
        }
        if (variation < 0 || variation >= size) {
            throw new IllegalArgumentException("'variation' is " + variation
                    + "; expected 0 or more bytes, and less than the size, " + size + ", so that no piece is empty");
        }
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0 || delay.toNanos() % NANOS_PER_MICRO != 0) {
            throw new IllegalArgumentException("'delay' is " + Quantities.format(delay)
                    + "; expected whole microseconds, at most " + Quantities.format(LONGEST));
        }
    }

    /** Makes {@code slicer} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkSlicer> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Cuts the data on a link into small pieces, in order and without loss.";
        }

        @Override
        public Class<LinkSlicer> settings() {
            return LinkSlicer.class;
        }

        @Override
        public FaultPlan plan(LinkSlicer settings, List<TargetInfo> resolved) {
            String vary = settings.variation() == 0 ? "" : " +/- " + settings.variation();
            String wait = settings.delay().isZero() ? "" : ", " + Quantities.format(settings.delay()) + " apart";
            return new FaultPlan(
                    "cut data on " + settings.link() + " (" + settings.stream().word() + ") into pieces of "
                            + settings.size() + vary + " bytes" + wait,
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkSlicer settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of(
                            "average_size",
                            settings.size(),
                            "size_variation",
                            settings.variation(),
                            "delay",
                            settings.delay().toNanos() / NANOS_PER_MICRO));
        }

        /** Pieces that come right after each other look whole to whoever reads them. */
        @Override
        Optional<WireWitness> witness(LinkSlicer settings, InetSocketAddress link, Baseline before) {
            return Optional.empty();
        }
    }
}
