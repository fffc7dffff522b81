package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code bandwidth}: at most {@code rate} KB/s (1 KB = 1000 bytes), in slices of at most 100 ms. Rate 0 holds
 * everything, the end of the stream too, until the rate is raised or the toxic removed.
 */
final class BandwidthToxic implements ToxicType {
    private static final long SLICE_MILLIS = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public String name() {
        return "bandwidth";
    }

    @Override
    public String goName() {
        return "BandwidthToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("rate"));
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        if (toxic.setting("rate") < 0) {
            throw ApiError.badBody("attribute rate must be 0 or more KB/s");
        }
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new BandwidthStage(port, toxic);
    }

    private static final class BandwidthStage extends HoldingStage {
        private long freeAtNanos;

        BandwidthStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            long bytesPerMilli = toxic().setting("rate");
            if (bytesPerMilli == 0) {
                hold(chunk, arrivedNanos, NEVER);
                return;
            }
            freeAtNanos = Math.max(freeAtNanos, Nanos.now());
            int slice = (int) Math.min(Integer.MAX_VALUE, Nanos.of(bytesPerMilli, SLICE_MILLIS));
            while (chunk.readableBytes() > slice) {
                hold(chunk.readRetainedSlice(slice), arrivedNanos, due(slice, bytesPerMilli));
            }
            hold(chunk, arrivedNanos, due(chunk.readableBytes(), bytesPerMilli));
        }

        private long due(long bytes, long bytesPerMilli) {
            freeAtNanos += bytes * NANOS_PER_MILLI / bytesPerMilli;
            return freeAtNanos;
        }

        @Override
        void replan() {
            freeAtNanos = 0;
        }

        @Override
        boolean stalled() {
            return toxic().setting("rate") == 0;
        }
    }
}
