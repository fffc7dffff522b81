package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** HTTP around {@link Api}: reads a request on the loop, has it answered on the control thread, writes the answer. */
final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int IDLE_SECONDS = 60;

    private final Api api;
    private final Executor control;
    private final RequestIds requestIds;

    private ApiHandler(Api api, Executor control, RequestIds requestIds) {
        this.api = api;
        this.control = control;
        this.requestIds = requestIds;
    }

    /** Sets up every connection to the API. */
    static ChannelInitializer<Channel> initializer(Api api, Executor control) {
        RequestIds requestIds = new RequestIds();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpServerKeepAliveHandler())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new ApiHandler(api, control, requestIds));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        try {
            Request request = read(message);
            control.execute(() -> ctx.writeAndFlush(write(api.answer(request))));
        } catch (IllegalArgumentException badEscape) {
            ctx.writeAndFlush(write(Reply.text(400, "400 Bad Request: " + badEscape.getMessage())));
        } catch (RejectedExecutionException full) {
            ctx.writeAndFlush(write(Reply.error(new ApiError(503, "too many requests are waiting; try again"))));
        }
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
                        headers.get(HttpHeaderNames.HOST, ""),
                        headers.get(HttpHeaderNames.ORIGIN, ""),
                        headers.get(HttpHeaderNames.AUTHORIZATION, "")));
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
