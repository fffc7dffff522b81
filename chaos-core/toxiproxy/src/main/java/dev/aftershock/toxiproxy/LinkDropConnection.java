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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code drop-connection}: new connections on a link are accepted and then dropped.
 *
 * <p>Connections that are open already live on. Only our own proxy can do this.
 *
 * @param link the link, or a pattern for several
 * @param every which of the new connections is dropped, 1 for each, 3 for each third
 * @param after how long it lives, in whole milliseconds, at most an hour
 * @param how whether it is reset (TCP RST) or closed
 */
public record LinkDropConnection(
        @Setting("The link whose new connections are dropped, or a pattern with * for several.")
        @Needs(value = LinkTarget.class, many = true)
        String link,

        @Setting(value = "Which of the new connections is dropped: 1 for each, 3 for each third.", byDefault = "1")
        long every,

        @Setting(value = "How long a connection lives before it is dropped, in whole milliseconds.", byDefault = "0ms")
        Duration after,

        @Setting(value = "How it ends: by a TCP reset, or closed in an orderly way.", byDefault = "reset")
        How how) {

    static final String KIND = "drop-connection";

    private static final long MOST_EVERY = 1_000_000_000;

    /** How a connection is dropped. */
    public enum How {
        /** By a TCP reset. */
        RESET,
        /** In an orderly way. */
        CLOSE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public LinkDropConnection {
        Millis.of("after", after);
        if (every < 1 || every > MOST_EVERY) {
            throw new IllegalArgumentException("'every' is " + every + "; expected 1 to " + MOST_EVERY);
        }
    }

    /** Makes {@code drop-connection} faults. Thread-safe. */
    public static final class Provider extends ToxicProvider<LinkDropConnection> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Accepts new connections on a link and then drops them.";
        }

        @Override
        public Class<LinkDropConnection> settings() {
            return LinkDropConnection.class;
        }

        @Override
        Optional<String> beyondToxiproxy(LinkDropConnection settings) {
            return Optional.of("the fault 'drop-connection'");
        }

        @Override
        public FaultPlan plan(LinkDropConnection settings, List<TargetInfo> resolved) {
            String which = settings.every() == 1 ? "new connections" : "1 in " + settings.every() + " new connections";
            String after = settings.after().isZero() ? "" : " after " + Quantities.format(settings.after());
            return new FaultPlan(settings.how().word() + " " + which + " on " + settings.link() + after, REMOVAL, true);
        }

        @Override
        Wish wish(LinkDropConnection settings) {
            return new Wish(
                    settings.link(),
                    Stream.DOWNSTREAM,
                    Map.of("every", settings.every(), "after", settings.after().toMillis()),
                    Map.of("how", settings.how().word()));
        }

        /** An answer may be faster than the drop; the proxy counts either way. */
        @Override
        Optional<WireWitness> witness(LinkDropConnection settings, InetSocketAddress link, Baseline before) {
            return Optional.empty();
        }

        /** A connection that is to live for a while need not have been dropped yet. */
        @Override
        boolean meetingCounts(LinkDropConnection settings) {
            return !settings.after().isZero();
        }
    }
}
