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
 * Settings of the fault {@code stall}: the data on a link stands still and then goes on, on the same connections.
 *
 * <p>Nothing is lost: what stood still is sent when the stall ends, at the latest when the fault does. Only our own proxy can do this.
 *
 * @param link the link, or a pattern for several
 * @param value how long each stall lasts, in whole milliseconds; 0 for as long as the fault
 * @param every the mean time between two stalls, in whole milliseconds; 0 for one stall from the start on
 * @param stream which way
 */
public record LinkStall(
        @Setting("The link whose data stands still, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting(
                value = "How long a stall lasts, in whole milliseconds; 0 for as long as the fault.",
                byDefault = "0ms")
        Duration value,

        @Setting(
                value = "The mean time between two stalls, in whole milliseconds; 0 for one, from the start on.",
                byDefault = "0ms")
        Duration every,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "stall";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LinkStall {
        Millis.of("value", value);
        if (Millis.of("every", every) > 0 && value.isZero()) {
            throw new IllegalArgumentException("'value' is 0ms beside 'every', so that the first stall would never end;"
                    + " expected 1ms or more");
        }
    }

    /** Makes {@code stall} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkStall> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Has the data on a link stand still for a while and then go on, without loss.";
        }

        @Override
        public Class<LinkStall> settings() {
            return LinkStall.class;
        }

        @Override
        Optional<String> beyondToxiproxy(LinkStall settings) {
            return Optional.of("the fault 'stall'");
        }

        @Override
        public FaultPlan plan(LinkStall settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "stop the data on " + settings.link() + " ("
                            + settings.stream().word() + ") "
                            + (settings.value().isZero()
                                    ? "for as long as the fault lasts"
                                    : "for " + Quantities.format(settings.value()))
                            + (settings.every().isZero()
                                    ? ""
                                    : ", again and again after " + Quantities.format(settings.every()) + " on average"),
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkStall settings) {
            return new Wish(
                    settings.link(),
                    settings.stream(),
                    Map.of(
                            "duration",
                            settings.value().toMillis(),
                            "every",
                            settings.every().toMillis()));
        }

        /** A stall without end silences every knock; a passing one may be over by then. */
        @Override
        Optional<WireWitness> witness(LinkStall settings, InetSocketAddress link, Baseline before) {
            return settings.value().isZero() ? Optional.of(WireWitness.ofSilence(link, before)) : Optional.empty();
        }

        /** It need not have come to the next stall yet. */
        @Override
        boolean meetingCounts(LinkStall settings) {
            return true;
        }
    }
}
