package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code stall}: the stream stands still for {@code duration} ms and then goes on with everything it held, its connection
 * open all the while. Once, from the start, if {@code every} is 0; otherwise again and again, with {@code every} ms between
 * on average (exponentially distributed). A {@code duration} of 0 lasts until the toxic is removed or changed.
 */
final class StallToxic implements ToxicType {
    private static final long MAX_MILLIS = TimeUnit.HOURS.toMillis(24);

    @Override
    public String name() {
        return "stall";
    }

    @Override
    public String goName() {
        return "StallToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.of("every"), Attribute.of("duration"));
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        toxic.settings().within("every", 0, MAX_MILLIS);
        toxic.settings().within("duration", 0, MAX_MILLIS);
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new StallStage(port, toxic);
    }

    private static final class StallStage extends HoldingStage {
        private long beginNanos;
        private long endNanos;

        StallStage(StagePort port, Toxic toxic) {
            super(port, toxic);
        }

        @Override
        void plan(ByteBuf chunk, long arrivedNanos) {
            moveTo(arrivedNanos);
            hold(chunk, arrivedNanos, arrivedNanos >= beginNanos ? endNanos : arrivedNanos);
        }

        @Override
        void replan() {
            long now = Nanos.now();
            beginNanos = now + untilNext();
            endNanos = endOfStall();
        }

        @Override
        boolean stalled() {
            return endNanos == NEVER && Nanos.now() >= beginNanos;
        }

        /** To the stall that is under way at this instant, or else to the next. */
        private void moveTo(long nanos) {
            while (endNanos <= nanos) {
                beginNanos = toxic().setting("every") == 0 ? NEVER : endNanos + untilNext();
                endNanos = endOfStall();
            }
        }

        private long endOfStall() {
            long duration = toxic().setting("duration");
            boolean endless = duration == 0 || beginNanos == NEVER;
            return endless ? NEVER : beginNanos + TimeUnit.MILLISECONDS.toNanos(duration);
        }

        private long untilNext() {
            double mean = TimeUnit.MILLISECONDS.toNanos(toxic().setting("every"));
            return (long) (-mean * Math.log(1 - port().random().nextDouble()));
        }
    }
}
