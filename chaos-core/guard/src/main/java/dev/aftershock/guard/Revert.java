package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An object behind an HTTP API that may be served over a Unix socket, as container engines do, is as it should be, or gone: a POST
 * brings that about, a GET of another address looks.
 *
 * @param server {@code unix:///path/of/the.sock} or {@code http://HOST:PORT}
 * @param post the path of the request that brings it about
 * @param body of that request, in JSON; empty for none
 * @param look the path of the request that looks
 * @param shows what the object's text holds when it is as it should be
 */
public record Revert(URI server, String post, String body, String look, List<String> shows) implements Remedy {

    static final byte CODE = 5;

    private static final String JSON = "application/json";
    private static final int GONE = 404;
    private static final int FIRST_FAILURE = 400;

    /**
     * Checks the server, and copies the list.
     *
     * @throws IllegalArgumentException when it is neither a Unix socket nor plain http
     */
    public Revert {
        boolean socket = "unix".equals(server.getScheme()) && server.getPath() != null;
        if (!socket && !("http".equals(server.getScheme()) && server.getHost() != null)) {
            throw new IllegalArgumentException(
                    server + " cannot be guarded; expected unix:///path/of/the.sock or http://HOST:PORT");
        }
        shows = List.copyOf(shows);
    }

    @Override
    public String what() {
        return server + post;
    }

    @Override
    public String apply() throws IOException {
        HttpCall.Answer change = send("POST", post, body);
        HttpCall.Answer seen = send("GET", look, "");
        if (seen.status() == GONE) {
            return look + " is gone";
        }
        if (seen.status() < FIRST_FAILURE && shows.stream().allMatch(seen.body()::contains)) {
            return look + " shows " + String.join(", ", shows);
        }
        throw new IOException(
                "POST " + post + " was answered " + change.status() + ", and then GET " + look + " " + seen.status());
    }

    private HttpCall.Answer send(String method, String path, String content) throws IOException {
        return "unix".equals(server.getScheme())
                ? UnixCall.send(Path.of(server.getPath()), method, path, content)
                : HttpCall.plain().send(method, server.resolve(path), JSON, content);
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeUTF(server.toString());
        out.writeUTF(post);
        out.writeUTF(body);
        out.writeUTF(look);
        out.writeInt(shows.size());
        for (String shown : shows) {
            out.writeUTF(shown);
        }
    }

    static Revert read(DataInputStream in) throws IOException {
        URI server = URI.create(in.readUTF());
        String post = in.readUTF();
        String body = in.readUTF();
        String look = in.readUTF();
        List<String> shows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            shows.add(in.readUTF());
        }
        return new Revert(server, post, body, look, shows);
    }
}
