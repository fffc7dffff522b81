package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Kind;
import dev.aftershock.proxy.HttpRequests.Piece;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code http}, upstream only: of the HTTP/1.1 requests with this {@code method} (empty: any) whose target begins with
 * {@code path} (empty: any), each {@code every}-th (0: each) is answered with {@code status} and never reaches the upstream,
 * or kept back for {@code delay_ms}, or its connection is reset with {@code abort} 1. A request sent before the one before it
 * was answered (pipelined) is left alone, and so is all that follows anything else than HTTP/1.1.
 */
final class HttpToxic implements ToxicType {
    private static final long MAX_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long LEAST_STATUS = 200;
    private static final long MOST_STATUS = 599;
    private static final long MAX_EVERY = 1_000_000_000;

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String goName() {
        return "HttpToxic";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(
                Attribute.of("method", Kind.STRING),
                Attribute.of("path", Kind.STRING),
                Attribute.of("every"),
                Attribute.own("status"),
                Attribute.own("delay_ms").growing(),
                Attribute.own("abort"));
    }

    @Override
    public void check(Toxic toxic) throws ApiError {
        Settings settings = toxic.settings();
        if (toxic.direction() != Direction.UPSTREAM) {
            throw ApiError.badBody("stream is downstream; expected upstream, the way that requests go");
        }
        settings.within("every", 0, MAX_EVERY);
        settings.within("delay_ms", 0, MAX_MILLIS);
        settings.within("abort", 0, 1);
        long status = settings.whole("status");
        if (status != 0) {
            settings.within("status", LEAST_STATUS, MOST_STATUS);
        }
        long ways = (status == 0 ? 0 : 1) + (settings.whole("delay_ms") == 0 ? 0 : 1) + settings.whole("abort");
        if (ways != 1) {
            throw ApiError.badBody(ways + " of the attributes status, delay_ms and abort are given; expected one");
        }
    }

    @Override
    public Stage stage(StagePort port, Toxic toxic) {
        return new HttpStage(port, toxic);
    }

    private static final class HttpStage extends Stage {
        private final HttpRequests requests = new HttpRequests();
        private final Queue<Held> queue = new ArrayDeque<>();
        private final Alarm alarm;
        private @Nullable ByteBuf delayed;
        private boolean swallowing;
        private boolean ended;
        private long matches;

        /** How much had been answered when the last request was sent on; negative before the first. */
        private long answeredBefore = -1;

        private record Held(ByteBuf bytes, long cost) {}

        HttpStage(StagePort port, Toxic toxic) {
            super(port, toxic);
            alarm = port.alarm(this::sendDelayed);
        }

        @Override
        void data(ByteBuf chunk) {
            Held held = new Held(HoldingStage.compact(chunk), HoldingStage.cost(chunk));
            queue.add(held);
            port().held(held.cost());
            goOn();
        }

        @Override
        void end() {
            ended = true;
            goOn();
        }

        /** Follows what passes, to know where a request begins when the toxic comes on. */
        @Override
        void untouched(ByteBuf chunk) {
            ByteBuf seen = chunk.retainedDuplicate();
            while (seen.isReadable()) {
                requests.next(seen).ifPresent(piece -> {
                    if (piece instanceof Piece.Head) {
                        answeredBefore = port().answered();
                    }
                    piece.bytes().release();
                });
            }
            seen.release();
            requests.letGo().release();
            pass(chunk);
        }

        /** Treats what came, up to a request that is kept back. */
        private void goOn() {
            while (delayed == null && !queue.isEmpty()) {
                ByteBuf in = queue.element().bytes();
                if (in.isReadable()) {
                    requests.next(in).ifPresent(this::treat);
                } else {
                    in.release();
                    port().held(-queue.remove().cost());
                }
            }
            if (delayed == null && ended) {
                passUnfinished();
                passEnd();
            }
            port().flush();
        }

        private void passUnfinished() {
            ByteBuf part = requests.letGo();
            if (part.isReadable()) {
                pass(part);
            } else {
                part.release();
            }
        }

        private void treat(Piece piece) {
            if (piece instanceof Piece.Head head) {
                boolean struck = !head.begun() && strikes(head);
                swallowing = false;
                if (struck) {
                    strike(head);
                } else {
                    send(head.bytes());
                }
            } else if (swallowing) {
                drop(piece.bytes());
            } else {
                pass(piece.bytes());
            }
        }

        private boolean strikes(Piece.Head head) {
            String method = toxic().settings().text("method");
            boolean meant = (method.isEmpty() || method.equals(head.method()))
                    && head.target().startsWith(toxic().settings().text("path"));
            boolean pipelined = answeredBefore == port().answered();
            return meant && !pipelined && ++matches % Math.max(1, toxic().setting("every")) == 0;
        }

        private void strike(Piece.Head head) {
            if (toxic().setting("abort") == 1) {
                drop(head.bytes());
                swallowing = true;
                // Not at once: more of this chunk is still to be treated.
                port().loop().execute(port()::reset);
            } else if (toxic().setting("status") != 0) {
                swallowing = true;
                port().answer(response(head.method()));
                drop(head.bytes());
            } else {
                long wait = TimeUnit.MILLISECONDS.toNanos(toxic().setting("delay_ms"));
                port().evidence().delayed(head.bytes().readableBytes());
                delayed = head.bytes();
                alarm.set(Nanos.now() + wait);
            }
        }

        private ByteBuf response(String method) {
            HttpResponseStatus status = HttpResponseStatus.valueOf((int) toxic().setting("status"));
            String body = method.equals("HEAD") ? "" : status.code() + " by toxic " + toxic().name() + "\n";
            String text = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: "
                    + ByteBufUtil.utf8Bytes(body) + "\r\n\r\n" + body;
            return ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, text);
        }

        private void send(ByteBuf head) {
            answeredBefore = port().answered();
            pass(head);
        }

        private void sendDelayed() {
            ByteBuf head = delayed;
            delayed = null;
            if (head != null) {
                send(head);
            }
            goOn();
        }

        /** In the middle of a request that the upstream never saw, its connection must not live on. */
        @Override
        void release() {
            alarm.clear();
            sendDelayed();
            boolean broken = swallowing && !requests.areWhole();
            swallowing = false;
            if (broken) {
                port().reset();
            } else if (!isOver()) {
                passUnfinished();
                port().flush();
            }
        }

        @Override
        void discard() {
            alarm.clear();
            queue.forEach(held -> held.bytes().release());
            queue.clear();
            requests.discard();
            ByteBuf head = delayed;
            if (head != null) {
                head.release();
                delayed = null;
            }
        }
    }
}
