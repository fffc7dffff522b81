package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A proxy's own bandwidth. It works as a toxic on every connection that no client can make and no answer lists; all its
 * stages draw from one bucket.
 */
final class PacedLine implements ToxicType {
    private static final String NAME = "proxy.bandwidth";
    private static final Attribute RATE = Attribute.of("rate");

    private final TokenBucket bucket;

    PacedLine(TokenBucket bucket) {
        this.bucket = bucket;
    }

    static Settings rate(ProxyBandwidth bandwidth) {
        return Settings.of(RATE, bandwidth.rate());
    }

    /** One for each direction; the same {@code id} must mean the same bucket. */
    static List<Toxic> toxics(ProxyBandwidth bandwidth, TokenBucket bucket, long id) {
        PacedLine type = new PacedLine(bucket);
        Settings rate = rate(bandwidth);
        return Stream.of(Direction.values())
                .map(way -> new Toxic(
                        id, NAME, type, NAME, way, 1, rate, new ToxicLife(Optional.empty(), Optional.empty())))
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String goName() {
        return NAME;
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(RATE);
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new PacedStage(port, toxic, bucket);
    }

    /** Takes the bucket for one piece at a time, and the next when that has left, so that all connections get their share. */
    private static final class PacedStage extends Stage {
        private final TokenBucket bucket;
        private final Deque<ByteBuf> queue = new ArrayDeque<>();
        private final Alarm alarm;

        /** The bytes that the bucket has promised for later; 0 for none. */
        private int promised;

        private boolean ended;

        PacedStage(StagePort port, Toxic toxic, TokenBucket bucket) {
            super(port, toxic);
            this.bucket = bucket;
            alarm = port.alarm(this::sendPromised);
        }

        @Override
        void data(ByteBuf chunk) {
            int bytes = chunk.readableBytes();
            ByteBuf kept = HoldingStage.compact(chunk);
            queue.add(kept);
            port().held(HoldingStage.cost(kept));
            if (promised == 0) {
                send();
            }
            if (!queue.isEmpty()) {
                port().evidence().delayed(bytes);
            }
        }

        @Override
        void end() {
            ended = true;
            if (queue.isEmpty()) {
                passEnd();
            }
        }

        /** Passes pieces until one has to wait for its turn. */
        private void send() {
            while (!queue.isEmpty()) {
                long rate = toxic().setting("rate");
                int size = Math.min(queue.element().readableBytes(), TokenBucket.piece(rate));
                long due = bucket.take(toxic().direction(), size, rate);
                if (due > Nanos.now()) {
                    promised = size;
                    alarm.set(due);
                    break;
                }
                passPiece(size);
            }
            port().flush();
            if (queue.isEmpty() && ended) {
                passEnd();
            }
        }

        private void sendPromised() {
            int size = promised;
            promised = 0;
            passPiece(size);
            send();
        }

        private void passPiece(int size) {
            ByteBuf head = queue.element();
            if (head.readableBytes() > size) {
                port().held(-size);
                pass(head.readRetainedSlice(size));
            } else {
                queue.remove();
                port().held(-HoldingStage.cost(head));
                pass(head);
            }
        }

        @Override
        void tuned() {
            stopTimer();
            send();
        }

        @Override
        void release() {
            stopTimer();
            while (!queue.isEmpty()) {
                passPiece(Integer.MAX_VALUE);
            }
            port().flush();
            if (ended) {
                passEnd();
            }
        }

        @Override
        void discard() {
            stopTimer();
            queue.forEach(ByteBuf::release);
            queue.clear();
        }

        private void stopTimer() {
            alarm.clear();
            promised = 0;
        }
    }
}
