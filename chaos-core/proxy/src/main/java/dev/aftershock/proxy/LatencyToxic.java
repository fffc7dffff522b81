package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code latency}: each chunk leaves {@code latency} ms after it arrived, plus or minus a random {@code jitter} ms;
 * order is kept and throughput is not reduced. The end of the stream follows the last chunk without a delay of its own.
 */
final class LatencyToxic implements ToxicType {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Longer than any run, short enough for sums not to overflow. */
    private static final long LIMIT_MILLIS = Long.MAX_VALUE / 4;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String goName() {
        return "LatencyToxic";
    }

    @Override
    public List<String> attributes() {
        return List.of("latency", "jitter");
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new LatencyStage(port, toxic);
    }

    private static final class LatencyStage extends HoldingStage {
        private long lastDueNanos;

        LatencyStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            lastDueNanos = Math.max(lastDueNanos, arrivedNanos + delayNanos());
            hold(chunk, arrivedNanos, lastDueNanos);
        }

        @Override
        void replan() {
            lastDueNanos = 0;
        }

        private long delayNanos() {
            long latency = limited(toxic().setting("latency"));
            long jitter = limited(toxic().setting("jitter"));
            // Toxiproxy's range: jitter itself is excluded at the top.
            long swing = jitter > 0 ? port().random().nextLong(-jitter, jitter) : 0;
            return Nanos.of(Math.max(0, latency + swing), NANOS_PER_MILLI);
        }

        private static long limited(long millis) {
            return Math.max(-LIMIT_MILLIS, Math.min(LIMIT_MILLIS, millis));
        }
    }
}
