package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;

/**
 * An object of ours behind an HTTP API that may be served over a Unix socket, as container engines do, is gone: a DELETE removes it,
 * a GET looks.
 *
 * @param server {@code unix:///path/of/the.sock} or {@code http://HOST:PORT}
 * @param delete the path of the request that removes it, with what has to be asked for besides
 * @param look the path of the request that looks
 */
public record Discard(URI server, String delete, String look) implements Remedy {

    static final byte CODE = 8;

    private static final int GONE = 404;

    /**
     * Checks the server.
     *
     * @throws IllegalArgumentException when it is neither a Unix socket nor plain http
     */
    public Discard {
        EngineCall.refuseUnfit(server);
    }

    @Override
    public String what() {
        return server + look;
    }

    @Override
    public String apply() throws IOException {
        int answered = EngineCall.send(server, "DELETE", delete, "").status();
        int seen = EngineCall.send(server, "GET", look, "").status();
        if (seen == GONE) {
            return look + " is gone";
        }
        throw new IOException("DELETE " + delete + " was answered " + answered + ", and then GET " + look + " " + seen);
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeUTF(server.toString());
        out.writeUTF(delete);
        out.writeUTF(look);
    }

    static Discard read(DataInputStream in) throws IOException {
        return new Discard(URI.create(in.readUTF()), in.readUTF(), in.readUTF());
    }
}
