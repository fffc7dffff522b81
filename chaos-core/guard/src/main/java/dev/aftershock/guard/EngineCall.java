package dev.aftershock.guard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Makes requests of a server that may be behind a Unix socket. */
final class EngineCall {

    private static final String JSON = "application/json";
    private static final String TAR = "application/x-tar";

    private EngineCall() {}

    /**
     * Checks a server.
     *
     * @throws IllegalArgumentException when it is neither a Unix socket nor plain http
     */
    static void refuseUnfit(URI server) {
        boolean socket = "unix".equals(server.getScheme()) && server.getPath() != null;
        if (!socket && !("http".equals(server.getScheme()) && server.getHost() != null)) {
            throw new IllegalArgumentException(
                    server + " cannot be guarded; expected unix:///path/of/the.sock or http://HOST:PORT");
        }
    }

    /** Sends a request with text in JSON and waits for the whole answer, at most 20 seconds. */
    static HttpCall.Answer send(URI server, String method, String path, String content) throws IOException {
        return send(server, method, path, HttpCall.Body.of(JSON, content));
    }

    /** Sends an archive and waits for the whole answer, at most 20 seconds. */
    static HttpCall.Answer put(URI server, String path, byte[] tar) throws IOException {
        return send(server, "PUT", path, new HttpCall.Body(TAR, tar));
    }

    private static HttpCall.Answer send(URI server, String method, String path, HttpCall.Body body) throws IOException {
        return "unix".equals(server.getScheme())
                ? UnixCall.send(Path.of(server.getPath()), method, path, body)
                : HttpCall.patient().send(method, server.resolve(path), body);
    }
}
