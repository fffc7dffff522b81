package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.util.Optional;

/**
 * Settings of the probe {@code tcp}: opens a new connection each time, and may hold a short conversation on it.
 *
 * <p>Connections end with a reset rather than a farewell, so that thousands of them leave no ports waiting behind.
 *
 * @param target who must accept
 * @param send what to send once connected
 * @param expect what the reply must contain within its first 64 KiB
 */
public record TcpConnect(
        @Setting("The target that must accept connections.") @Needs(TcpTarget.class)
        String target,

        @Setting("Text to send once connected.") Optional<String> send,

        @Setting("Text that the reply must contain within its first 64 KiB.")
        Optional<String> expect) {

    /** Makes {@code tcp} probes. */
    public static final class Provider implements ProbeProvider<TcpConnect> {

        @Override
        public String kind() {
            return "tcp";
        }

        @Override
        public String summary() {
            return "Opens a new TCP connection, and optionally sends a text and expects another.";
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
        public Probe create(TcpConnect settings, ProbeContext context) {
            TcpTarget target = context.targets().one(settings.target(), TcpTarget.class);
            return new TcpProbe(settings, target, context.clock());
        }
    }
}
