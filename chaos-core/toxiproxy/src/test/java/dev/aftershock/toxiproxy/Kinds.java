package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import java.time.Duration;
import java.util.List;

/** One fault of each kind. */
final class Kinds {

    private Kinds() {}

    /** A fault with its provider. */
    record Fault<S extends Record>(FaultProvider<S> provider, S settings) {

        List<PreparedFault> prepare(FaultContext context) throws Exception {
            return provider.prepare(settings, context);
        }

        void heal(PreparedFault fault, HealContext context) throws Exception {
            provider.heal(fault.undo(), context);
        }

        HealCheck verify(PreparedFault fault, HealContext context) throws Exception {
            return provider.verifyHealed(fault.undo(), context);
        }

        @Override
        public String toString() {
            return provider.kind();
        }
    }

    static List<Fault<?>> all(String link) {
        return List.of(
                new Fault<>(new LinkDown.Provider(), new LinkDown(link)),
                latency(link, 120, Stream.DOWNSTREAM),
                new Fault<>(new LinkTimeout.Provider(), new LinkTimeout(link, Duration.ZERO, Stream.DOWNSTREAM)),
                bandwidth(link, 100, Stream.DOWNSTREAM),
                slowClose(link, 200, Stream.DOWNSTREAM),
                resetPeer(link, 0, Stream.DOWNSTREAM),
                slicer(link, 4, Stream.DOWNSTREAM),
                limitData(link, 0, Stream.DOWNSTREAM));
    }

    static Fault<LinkLatency> latency(String link, long millis, Stream stream) {
        return new Fault<>(
                new LinkLatency.Provider(), new LinkLatency(link, Duration.ofMillis(millis), Duration.ZERO, stream));
    }

    static Fault<LinkBandwidth> bandwidth(String link, long rate, Stream stream) {
        return new Fault<>(new LinkBandwidth.Provider(), new LinkBandwidth(link, rate, stream));
    }

    static Fault<LinkSlowClose> slowClose(String link, long millis, Stream stream) {
        return new Fault<>(new LinkSlowClose.Provider(), new LinkSlowClose(link, Duration.ofMillis(millis), stream));
    }

    static Fault<LinkResetPeer> resetPeer(String link, long millis, Stream stream) {
        return new Fault<>(new LinkResetPeer.Provider(), new LinkResetPeer(link, Duration.ofMillis(millis), stream));
    }

    static Fault<LinkSlicer> slicer(String link, long size, Stream stream) {
        return new Fault<>(new LinkSlicer.Provider(), new LinkSlicer(link, size, 0, Duration.ZERO, stream));
    }

    static Fault<LinkLimitData> limitData(String link, long bytes, Stream stream) {
        return new Fault<>(new LinkLimitData.Provider(), new LinkLimitData(link, bytes, stream));
    }
}
