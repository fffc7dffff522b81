package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code latency}: each chunk leaves {@code latency} ms after it arrived, plus or minus a random {@code jitter} ms;
 * order is kept and throughput is not reduced. The end of the stream follows the last chunk without a delay of its own.
 *
 * <p>Beyond Toxiproxy's: {@code latency_us} and {@code jitter_us} are added to these, and {@link Delays} says what
 * {@code distribution} does.
 */
final class LatencyToxic implements ToxicType {

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String goName() {
        return "LatencyToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return Delays.ATTRIBUTES;
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        Delays.check(toxic.settings());
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new LatencyStage(port, toxic);
    }

    private static final class LatencyStage extends HoldingStage {
        private long lastDueNanos;
        private Delays delays;

        LatencyStage(StagePort port, Toxic toxic) {
            super(port, toxic);
            delays = Delays.of(toxic.settings());
        }

        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            lastDueNanos = Math.max(lastDueNanos, arrivedNanos + delays.next(port().random()));
            hold(chunk, arrivedNanos, lastDueNanos);
        }

        @Override
        void replan() {
            lastDueNanos = 0;
            delays = Delays.of(toxic().settings());
        }
    }
}
