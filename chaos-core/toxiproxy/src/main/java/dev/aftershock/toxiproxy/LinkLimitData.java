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
 * Settings of the fault {@code limit-data}: each connection on a link ends once it has carried so many bytes.
 *
 * <p>Each connection is counted from when the fault began. Healing lifts the limit; what has ended stays so.
 *
 * @param link the link, or a pattern for several
 * @param bytes that a connection still carries each way that is limited, 0 to 10^15
 * @param stream which way
 */
public record LinkLimitData(
        @Setting("The link whose connections are cut off, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting("How many bytes a connection carries before it is closed; 0 closes it at the first.")
        long bytes,

        @Setting(
                value = "Which data: downstream is what the server sends, upstream what clients send.",
                byDefault = "downstream")
        Stream stream) {

    static final String KIND = "limit-data";

    private static final long MOST = 1_000_000_000_000_000L;

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public LinkLimitData {
        if (bytes < 0 || bytes > MOST) {
            throw new IllegalArgumentException("'bytes' is " + bytes + "; expected 0 to " + MOST
                    + " bytes; 0 closes a connection at its first byte");
        }
    }

    /** Makes {@code limit-data} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkLimitData> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Closes each connection on a link once it has carried a number of bytes.";
        }

        @Override
        public Class<LinkLimitData> settings() {
            return LinkLimitData.class;
        }

        @Override
        public FaultPlan plan(LinkLimitData settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "close each connection on " + settings.link() + " ("
                            + settings.stream().word() + ") after " + settings.bytes() + " bytes",
                    REMOVAL,
                    true);
        }

        @Override
        Wish wish(LinkLimitData settings) {
            return new Wish(settings.link(), settings.stream(), Map.of("bytes", settings.bytes()));
        }

        /** Servers that answer at the first byte may do so just before a connection is closed. */
        @Override
        Optional<WireWitness> witness(LinkLimitData settings, InetSocketAddress link, Baseline before) {
            return settings.bytes() == 0 ? Optional.of(WireWitness.ofSilence(link, before)) : Optional.empty();
        }

        /** It counts from the first byte, and need not be reached at once. */
        @Override
        boolean meetingCounts(LinkLimitData settings) {
            return true;
        }
    }
}
