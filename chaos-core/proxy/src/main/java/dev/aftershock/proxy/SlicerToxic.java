package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code slicer}: cuts each chunk into pieces of about {@code average_size} bytes, more or less
 * {@code size_variation}, and waits {@code delay} microseconds after each piece.
 */
final class SlicerToxic implements ToxicType {
    private static final long NANOS_PER_MICRO = 1_000;

    @Override
    public String name() {
        return "slicer";
    }

    @Override
    public String goName() {
        return "SlicerToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(
                Attribute.of("average_size", GoDecoder.Kind.INT),
                Attribute.of("size_variation", GoDecoder.Kind.INT),
                Attribute.of("delay", GoDecoder.Kind.INT).growing());
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new SlicerStage(port, toxic);
    }

    private static final class SlicerStage extends HoldingStage {
        SlicerStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        /** Pieces are cut when they leave: cut at once, a chunk could become 100,000 of them. */
        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            // What may leave as it came is not counted: no evidence is better than false evidence.
            if (chunk.readableBytes() > average() + variation()) {
                port().evidence().altered(chunk.readableBytes());
            }
            hold(chunk, arrivedNanos, arrivedNanos);
        }

        /** Counts the pieces before they are cut, because a later toxic may hold each of them. */
        @Override
        long cost(int bytes) {
            return bytes + CHUNK_OVERHEAD_BYTES * (1 + bytes / average());
        }

        @Override
        long pauseNanos() {
            return Nanos.of(Math.max(0, toxic().setting("delay")), NANOS_PER_MICRO);
        }

        /** Between average - variation and average + variation, at least 1. */
        @Override
        int pieceBytes(int left) {
            long average = average();
            long variation = variation();
            long swing = variation == 0 ? 0 : port().random().nextLong(-variation, variation + 1);
            return (int) Math.min(left, Math.max(1, average + swing));
        }

        private long variation() {
            return Math.min(Math.max(0, toxic().setting("size_variation")), average());
        }

        private long average() {
            return Math.min(Integer.MAX_VALUE, Math.max(1, toxic().setting("average_size")));
        }
    }
}
