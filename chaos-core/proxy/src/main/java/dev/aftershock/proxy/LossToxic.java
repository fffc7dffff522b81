package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code loss}: what the loss of packets looks like to whoever reads a stream. Each segment of {@code segment} bytes is lost
 * with probability {@code loss_ppm} / 1,000,000; it and all behind it arrive after a retransmission, {@code rto} ms later, twice
 * that when this is lost too, and so on (RFC 6298, section 5). No byte is missing and none is out of order.
 */
final class LossToxic implements ToxicType {
    private static final long MILLION = 1_000_000;
    private static final long DEFAULT_RTO_MILLIS = 200;
    private static final long MAX_RTO_MILLIS = 60_000;
    private static final long MAX_STALL_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long DEFAULT_SEGMENT_BYTES = 1_460;
    private static final long LEAST_SEGMENT_BYTES = 64;
    private static final long MAX_SEGMENT_BYTES = 65_535;

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String goName() {
        return "LossToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("loss_ppm").growing(), Attribute.of("rto"), Attribute.of("segment"));
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        toxic.settings().within("loss_ppm", 1, MILLION);
        toxic.settings().within("rto", 0, MAX_RTO_MILLIS);
        if (toxic.setting("segment") != 0) {
            toxic.settings().within("segment", LEAST_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
        }
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new LossStage(port, toxic);
    }

    private static final class LossStage extends HoldingStage {
        private long lastDueNanos;

        LossStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            int segment = (int) given("segment", DEFAULT_SEGMENT_BYTES);
            lastDueNanos = Math.max(lastDueNanos, arrivedNanos);
            for (int at = 0; at < chunk.readableBytes(); at += segment) {
                long stall = stallNanos();
                if (stall > 0) {
                    if (at > 0) {
                        hold(chunk.readRetainedSlice(at), arrivedNanos, lastDueNanos);
                        at = 0;
                    }
                    lastDueNanos = Math.max(lastDueNanos, arrivedNanos + stall);
                }
            }
            hold(chunk, arrivedNanos, lastDueNanos);
        }

        @Override
        void replan() {
            lastDueNanos = 0;
        }

        /** How long one segment keeps the stream waiting; 0 when it is not lost. */
        private long stallNanos() {
            long stall = 0;
            long wait = TimeUnit.MILLISECONDS.toNanos(given("rto", DEFAULT_RTO_MILLIS));
            while (stall < MAX_STALL_NANOS && port().random().nextLong(MILLION) < toxic().setting("loss_ppm")) {
                stall += wait;
                wait *= 2;
            }
            return Math.min(stall, MAX_STALL_NANOS);
        }

        private long given(String attribute, long otherwise) {
            long value = toxic().setting(attribute);
            return value == 0 ? otherwise : value;
        }
    }
}
