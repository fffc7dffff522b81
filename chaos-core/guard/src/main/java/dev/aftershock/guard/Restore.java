package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;

/**
 * An object behind an HTTP API is as it should be, or gone: one request brings that about, a second one looks.
 *
 * @param method of the request that brings it about
 * @param object the address of both requests; plain http
 * @param body of the first request; empty for none
 * @param shows what the object's text holds when it is as it should be; empty when it should be gone
 */
public record Restore(String method, URI object, String body, String shows) implements Remedy {

    static final byte CODE = 2;

    private static final String JSON = "application/json";
    private static final int GONE = 404;
    private static final int FIRST_FAILURE = 400;

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is no plain http address with a host
     */
    public Restore {
        if (!"http".equals(object.getScheme()) || object.getHost() == null) {
            throw new IllegalArgumentException(object + " cannot be guarded; expected http://HOST:PORT/...");
        }
    }

    @Override
    public String what() {
        return object.toString();
    }

    @Override
    public String apply() throws IOException {
        HttpCall call = HttpCall.plain();
        HttpCall.Answer change = call.send(method, object, JSON, body);
        HttpCall.Answer seen = call.send("GET", object, JSON, "");
        if (seen.status() == GONE) {
            return object + " is gone";
        }
        if (!shows.isEmpty() && seen.status() < FIRST_FAILURE && seen.body().contains(shows)) {
            return object + " shows " + shows;
        }
        throw new IOException(
                method + " " + object + " was answered " + change.status() + ", and then GET " + seen.status());
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeUTF(method);
        out.writeUTF(object.toString());
        out.writeUTF(body);
        out.writeUTF(shows);
    }

    static Restore read(DataInputStream in) throws IOException {
        return new Restore(in.readUTF(), URI.create(in.readUTF()), in.readUTF(), in.readUTF());
    }
}
