package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code corrupt}: single bits of the data on a link are flipped.
 *
 * <p>The number of bytes stays the same. Only our own proxy can do this.
 *
 * @param link the link, or a pattern for several
 * @param rate how many bytes in a million have one bit flipped, 1 to 1,000,000
 * @param stream which way
 */
public record LinkCorrupt(
        @Setting("The link whose data is corrupted, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How many bytes in a million have one bit flipped.")
        long rate,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "corrupt";

    private static final long MILLION = 1_000_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LinkCorrupt {
        if (rate < 1 || rate > MILLION) {
            throw new IllegalArgumentException(
                    "'rate' is " + rate + "; expected 1 to " + MILLION + " in a million bytes");
        }
    }

    /** Makes {@code corrupt} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkCorrupt> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Flips single bits of the data on a link.";
        }

        @Override
        public Class<LinkCorrupt> settings() {
            return LinkCorrupt.class;
        }

        @Override
        Optional<String> beyondToxiproxy(LinkCorrupt settings) {
            return Optional.of("the fault 'corrupt'");
        }

        @Override
        public FaultPlan plan(LinkCorrupt settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "flip a bit in " + settings.rate() + " in a million bytes on " + settings.link() + " ("
                            + settings.stream().word() + ")",
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkCorrupt settings) {
            return new Wish(settings.link(), settings.stream(), Map.of("rate_ppm", settings.rate()));
        }

        /** A knock may well get through. */
        @Override
        Optional<WireWitness> witness(LinkCorrupt settings, InetSocketAddress link, Baseline before) {
            return Optional.empty();
        }

        /** What strikes rarely need not have struck already. */
        @Override
        boolean meetingCounts(LinkCorrupt settings) {
            return true;
        }
    }
}
