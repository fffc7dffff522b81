package dev.aftershock.guard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One HTTP request on a connection of its own: the JDK's client would cost the guard more memory than all the rest of it. */
final class HttpCall {

    private static final int BOUND_MILLIS = 2_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final int HTTP_PORT = 80;
    private static final int STATUS_AT = 9;

    private HttpCall() {}

    /** What was answered; the body as it stands on the wire, in chunks perhaps. */
    record Answer(int status, String body) {}

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws IOException when there is none within two seconds
     */
    static Answer send(String method, URI uri, String body) throws IOException {
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(bare(uri.getHost()), port), BOUND_MILLIS);
            socket.setSoTimeout(BOUND_MILLIS);
            String head = method + " " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getHost() + ":" + port
                    + "\r\nUser-Agent: aftershock-guard\r\nConnection: close\r\nContent-Type: application/json"
                    + "\r\nContent-Length: " + content.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content);
            return parse(
                    new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8), method, uri);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Answer parse(String answer, String method, URI uri) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.") || end < STATUS_AT + 3) {
            throw new IOException(method + " " + uri + ": the answer is no HTTP");
        }
        try {
            int status = Integer.parseInt(answer.substring(STATUS_AT, STATUS_AT + 3));
            return new Answer(status, answer.substring(end + 4));
        } catch (NumberFormatException e) {
            throw new IOException(method + " " + uri + ": the answer has no status", e);
        }
    }
}
