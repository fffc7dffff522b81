package dev.aftershock.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Makes HTTP requests over a Unix socket, each on a connection of its own. */
final class UnixCall {

    /** To start a container takes an engine longer than to tell of one. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final int CHUNK = 8192;

    private UnixCall() {}

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws IOException when there is none within 20 seconds
     */
    static HttpCall.Answer send(Path socket, String method, String path, HttpCall.Body body) throws IOException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer request = ByteBuffer.wrap(HttpCall.request(method + " " + path, "localhost", body));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            channel.configureBlocking(false);
            ByteArrayOutputStream answer = answer(channel, deadline);
            HttpCall.refuseTooLong(answer.size(), HttpCall.MOST_OF_ENGINES, method + " " + path);
            return HttpCall.parse(answer.toByteArray(), method + " " + path);
        }
    }

    private static ByteArrayOutputStream answer(SocketChannel channel, long deadline) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (whole.size() < HttpCall.MOST_OF_ENGINES) {
                int read = channel.read(chunk);
                if (read < 0) {
                    return whole;
                }
                whole.write(chunk.array(), 0, chunk.position());
                chunk.clear();
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new SocketTimeoutException("no answer within " + BOUND.toSeconds() + " s");
                }
                if (read == 0) {
                    selector.select(left);
                    selector.selectedKeys().clear();
                }
            }
        }
        return whole;
    }
}
