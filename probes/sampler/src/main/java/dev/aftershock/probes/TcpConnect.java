package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.util.Optional;

/**
 * Settings of the probe {@code tcp}: opens a connection, and may hold a short conversation on it.
 *
 * <p>New connections end with a reset rather than a farewell, so that thousands of them leave no ports waiting behind.
 * Kept ones are opened as they are needed, as many as attempts are under way at once; a connection on which an attempt
 * fails or finds no answer in time is closed.
 *
 * @param target who must accept
 * @param send what to send once connected
 * @param expect what the reply must contain within its first 64 KiB
 * @param connection whether each attempt has a new connection
 * @param keys how many keys the attempts take turns with
 */
public record TcpConnect(
        @Setting("The target that must accept connections.") @Needs(TcpTarget.class)
        String target,

        @Setting("Text to send once connected; {key} in it stands for the key at hand, from 1 on.")
        Optional<String> send,

        @Setting("Text that the reply must contain within its first 64 KiB.")
        Optional<String> expect,

        @Setting(value = "Whether each attempt opens a new connection, or takes turns on kept ones.", byDefault = "new")
        Connection connection,

        @Setting(
                value = "How many keys the attempts take turns with; the recovery of each is told apart.",
                byDefault = "1")
        int keys) {

    private static final int MOST_KEYS = 10_000;
    private static final String KEY = "{key}";

    /** What an attempt is made on. */
    public enum Connection {
        /** A connection of its own. */
        NEW,
        /** One that earlier attempts left open. */
        KEPT
    }

    /** Checks the ranges. */
    public TcpConnect {
        if (keys < 1 || keys > MOST_KEYS) {
            throw new IllegalArgumentException("'keys' is " + keys + "; expected a number from 1 to " + MOST_KEYS);
        }
        if (keys > 1 && send.filter(text -> text.contains(KEY)).isEmpty()) {
            throw new IllegalArgumentException("'keys' is " + keys + ", but 'send' does not contain {key}");
        }
        if (connection == Connection.KEPT && (send.isEmpty() || expect.isEmpty())) {
            throw new IllegalArgumentException(
                    "'connection: kept' needs 'send' and 'expect', to tell one answer from the next");
        }
    }

    /** A conversation on a new connection without keys. */
    TcpConnect(String target, Optional<String> send, Optional<String> expect) {
        this(target, send, expect, Connection.NEW, 1);
    }

    /** What to send for a group; empty for nothing. */
    String question(int group) {
        return send.map(text -> text.replace(KEY, Integer.toString(group + 1))).orElse("");
    }

    /** Makes {@code tcp} probes. */
    public static final class Provider implements ProbeProvider<TcpConnect> {

        @Override
        public String kind() {
            return "tcp";
        }

        @Override
        public String summary() {
            return "Opens a TCP connection, and optionally sends a text and expects another.";
        }

        @Override
        public Class<TcpConnect> settings() {
            return TcpConnect.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public int groups(TcpConnect settings) {
            return settings.keys();
        }

        @Override
        public Probe create(TcpConnect settings, ProbeContext context) {
            TcpTarget target = context.targets().one(settings.target(), TcpTarget.class);
            return new TcpProbe(settings, target, context.loop());
        }
    }
}
