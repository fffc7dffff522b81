package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A file in a container is as it was before its bytes were replaced, or gone. What somebody else has put there since is left as it is.
 *
 * @param server {@code unix:///path/of/the.sock} or {@code http://HOST:PORT}
 * @param container its whole id
 * @param path of the file in the container
 * @param swap what is put back, and instead of what
 * @param settledMillis the time since the epoch from which on an engine has done what it was asked for before: until then a file
 *     that is as it was may still be replaced
 */
public record PutBack(URI server, String container, String path, Swap swap, long settledMillis) implements Remedy {

    static final byte CODE = 9;

    private static final int GONE = 404;
    private static final int FIRST_FAILURE = 400;

    /**
     * Checks the server.
     *
     * @throws IllegalArgumentException when it is neither a Unix socket nor plain http
     */
    public PutBack {
        EngineCall.refuseUnfit(server);
    }

    @Override
    public String what() {
        return server + archive(path);
    }

    private String archive(String where) {
        return "/containers/" + container + "/archive?path=" + URLEncoder.encode(where, StandardCharsets.UTF_8);
    }

    @Override
    public String apply() throws IOException {
        Optional<String> seen = undone(Instant.now().toEpochMilli() >= settledMillis);
        if (seen.isPresent()) {
            return seen.get();
        }
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        int answered = EngineCall.put(
                        server,
                        archive(folder) + "&noOverwriteDirNonDir=true",
                        swap.before().tar())
                .status();
        return undone(true)
                .orElseThrow(() -> new IOException("PUT of " + path + " was answered " + answered
                        + ", and it still is what was put there before"));
    }

    /**
     * What is seen when nothing is left to undo.
     *
     * @param settled whether it stays so
     */
    private Optional<String> undone(boolean settled) throws IOException {
        HttpCall.Answer answer;
        try {
            answer = EngineCall.send(server, "GET", archive(path), "");
        } catch (HttpCall.TooLongException larger) {
            return Optional.of(path + " was replaced by something larger since, which is left as it is");
        }
        if (answer.status() == GONE) {
            return Optional.of(path + " is gone");
        }
        if (answer.status() >= FIRST_FAILURE) {
            throw new IOException("GET of " + path + " was answered " + answer.status());
        }
        Optional<TarredFile> now = TarredFile.read(answer.content());
        if (now.filter(swap::isOurs).isPresent()) {
            return Optional.empty();
        }
        if (!settled) {
            throw new IOException(path + " may still be replaced, as was asked before");
        }
        return Optional.of(
                path + " " + now.map(swap::seen).orElse("is no regular file any more, and is left as it is"));
    }

    /** Tells nothing of the file's bytes. */
    @Override
    public String toString() {
        return "PutBack[" + what() + "]";
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeUTF(server.toString());
        out.writeUTF(container);
        out.writeUTF(path);
        swap.write(out);
        out.writeLong(settledMillis);
    }

    static PutBack read(DataInputStream in) throws IOException {
        return new PutBack(URI.create(in.readUTF()), in.readUTF(), in.readUTF(), Swap.read(in), in.readLong());
    }
}
