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
 * Settings of the fault {@code loss}: a link behaves as if packets were lost on it.
 *
 * <p>To a reader of a stream, loss is delay: a lost segment of 1460 bytes and all behind it come one retransmission time
 * later, or two more if that is lost too, and so on. No byte is missing. Only our own proxy can do this.
 *
 * @param link the link, or a pattern for several
 * @param rate how many segments in a million are lost, 1 to 1,000,000
 * @param retransmission the time until a lost segment is sent again, in whole milliseconds, 1 ms to 60 s
 * @param stream which way
 */
public record LinkLoss(
        @Setting("The link that loses packets, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How many segments of 1460 bytes are lost in a million.")
        long rate,

        @Setting(value = "How long until a lost segment is sent again, in whole milliseconds.", byDefault = "200ms")
        Duration retransmission,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "loss";

    private static final long MILLION = 1_000_000;
    private static final long LONGEST_MILLIS = 60_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LinkLoss {
        if (rate < 1 || rate > MILLION) {
            throw new IllegalArgumentException(
                    "'rate' is " + rate + "; expected 1 to " + MILLION + " in a million segments");
        }
        long millis = Millis.of("retransmission", retransmission);
        if (millis < 1 || millis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "'retransmission' is " + Quantities.format(retransmission) + "; expected 1ms to 60s");
        }
    }

    /** Makes {@code loss} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkLoss> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Has a link behave as if it lost packets: late data, in order and complete.";
        }

        @Override
        public Class<LinkLoss> settings() {
            return LinkLoss.class;
        }

        @Override
        Optional<String> beyondToxiproxy(LinkLoss settings) {
            return Optional.of("the fault 'loss'");
        }

        @Override
        public FaultPlan plan(LinkLoss settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "lose " + settings.rate() + " in a million segments on " + settings.link() + " ("
                            + settings.stream().word() + "), sent again after "
                            + Quantities.format(settings.retransmission()),
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkLoss settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of(
                            "loss_ppm",
                            settings.rate(),
                            "rto",
                            settings.retransmission().toMillis()));
        }

        /** A knock may well get through. */
        @Override
        Optional<WireWitness> witness(LinkLoss settings, InetSocketAddress link, Baseline before) {
            return Optional.empty();
        }

        /** What strikes rarely need not have struck already. */
        @Override
        boolean meetingCounts(LinkLoss settings) {
            return true;
        }
    }
}
