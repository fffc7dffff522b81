package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP around {@link Api}: reads a request on the loop, has it answered on the control thread, writes the answer. */
final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int IDLE_SECONDS = 60;

    private final Api api;
    private final Executor control;
    private final RequestIds requestIds;

    /** At most 128: Netty's codec closes a connection that pipelines more. */
    private final Deque<Supplier<Reply>> waiting = new ArrayDeque<>();

    private boolean answering;

    /** Nothing behind such a request is read: where the next one begins is anybody's guess, and so a smuggler's. */
    private boolean unreadable;

    private ApiHandler(Api api, Executor control, RequestIds requestIds) {
        this.api = api;
        this.control = control;
        this.requestIds = requestIds;
    }

    /**
     * Sets up every connection to the API.
     *
     * @param clients where each of them is kept while it is open
     */
    static ChannelInitializer<Channel> initializer(Api api, Executor control, ChannelGroup clients) {
        RequestIds requestIds = new RequestIds();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                clients.add(channel);
                channel.pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpServerKeepAliveHandler())
                        .addLast(new Bodies())
                        // Behind the bodies, so that only a whole request counts: one that drips in is cut off too.
                        .addLast(new IdleStateHandler(IDLE_SECONDS, 0, 0))
                        .addLast(new ApiHandler(api, control, requestIds));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        waiting.add(answer(message));
        if (!answering) {
            answerNext(ctx);
        }
    }

    private Supplier<Reply> answer(FullHttpRequest message) {
        if (message.decoderResult().cause() instanceof TooLongHttpContentException) {
            return () -> Reply.error(new ApiError(413, "the body is larger than " + MAX_BODY_BYTES + " bytes"));
        }
        unreadable = message.decoderResult().isFailure();
        try {
            Request request = read(message);
            return () -> api.answer(request);
        } catch (IllegalArgumentException badEscape) {
            return () -> Reply.text(400, "400 Bad Request: " + badEscape.getMessage());
        }
    }

    /** One at a time, or answers would come in another order than requests did; nothing is read meanwhile. */
    private void answerNext(ChannelHandlerContext ctx) {
        Supplier<Reply> next = waiting.poll();
        answering = next != null;
        ctx.channel().config().setAutoRead(!answering);
        if (next == null) {
            return;
        }
        try {
            CompletableFuture.supplyAsync(next, control)
                    .whenCompleteAsync((reply, failure) -> answered(ctx, reply), ctx.executor());
        } catch (RejectedExecutionException full) {
            Reply busy = Reply.error(new ApiError(503, "too many requests are waiting; try again"));
            ctx.executor().execute(() -> answered(ctx, busy));
        }
    }

    private void answered(ChannelHandlerContext ctx, @Nullable Reply reply) {
        if (reply == null) {
            ctx.close();
            return;
        }
        ChannelFuture written = ctx.writeAndFlush(write(reply));
        if (unreadable && waiting.isEmpty()) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
        answerNext(ctx);
    }

    /** Passes a request whose body is too large on without it, so that its answer keeps its place. */
    private static final class Bodies extends HttpObjectAggregator {
        Bodies() {
            super(MAX_BODY_BYTES);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
            FullHttpRequest without = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
            without.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
            ctx.fireChannelRead(without);
        }
    }

    /** Never while it waits for its answer, which may take longer than that. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof IdleStateEvent && !answering) {
            ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static Request read(FullHttpRequest message) {
        if (message.decoderResult().isFailure()) {
            throw new IllegalArgumentException("not an HTTP request");
        }
        HttpHeaders headers = message.headers();
        return new Request(
                message.method().name(),
                new QueryStringDecoder(message.uri()).path(),
                message.content().toString(StandardCharsets.UTF_8),
                new Request.Sender(
                        headers.get(HttpHeaderNames.USER_AGENT, ""),
                        every(headers, HttpHeaderNames.HOST),
                        every(headers, HttpHeaderNames.ORIGIN),
                        headers.get(HttpHeaderNames.AUTHORIZATION, "")));
    }

    /** All of them, so that a harmless one hides none behind it. */
    private static String every(HttpHeaders headers, CharSequence name) {
        return String.join(",", headers.getAll(name));
    }

    /** Headers in Toxiproxy's order. */
    private FullHttpResponse write(Reply reply) {
        ByteBuf body = Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8);
        HttpResponseStatus status = HttpResponseStatus.valueOf(reply.status());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        HttpHeaders headers = response.headers();
        if (!reply.contentType().isEmpty()) {
            headers.set("Content-Type", reply.contentType());
        }
        if (reply.contentType().equals(Reply.TEXT)) {
            headers.set("X-Content-Type-Options", "nosniff");
        }
        if (reply.status() == HttpResponseStatus.UNAUTHORIZED.code()) {
            headers.set("WWW-Authenticate", "Bearer");
        }
        if (reply.matched()) {
            headers.set("X-Toxiproxy-Request-Id", requestIds.next());
        }
        headers.set("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
            headers.set("Content-Length", body.readableBytes());
        }
        return response;
    }
}
