package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * An object behind an API that asks for a login over TLS, which may carry a mark. An object that is gone carries none.
 *
 * @param address its own; https
 * @param mark what the object's text holds for as long as it carries the mark
 * @param access how to get in
 */
record MarkedObject(URI address, String mark, Access access) {

    static final String JSON = "application/json";

    private static final int GONE = 404;
    private static final String NOT_FOUND = "\"reason\":\"NotFound\"";
    private static final int FIRST_FAILURE = 300;

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException when it is no https address with a host
     */
    static void refuseUnsafe(URI address) {
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException(address + " cannot be guarded; expected https://HOST:PORT/...");
        }
    }

    /** Its text while it carries the mark. */
    Optional<String> look(String type) throws IOException {
        HttpCall.Answer seen = new HttpCall(access).send("GET", address, type, "");
        // A gateway in between says 404 too, of what it does not know.
        boolean gone = seen.status() == GONE && seen.body().contains(NOT_FOUND);
        if (!gone && seen.status() >= FIRST_FAILURE) {
            throw new IOException("GET " + address + " was answered " + seen.status());
        }
        return gone || !seen.body().contains(mark) ? Optional.empty() : Optional.of(seen.body());
    }

    /** Asks for a change, and returns the status of the answer. */
    int send(String method, String type, String body) throws IOException {
        return new HttpCall(access).send(method, address, type, body).status();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(address.toString());
        out.writeUTF(mark);
        access.write(out);
    }

    static MarkedObject read(DataInputStream in) throws IOException {
        return new MarkedObject(URI.create(in.readUTF()), in.readUTF(), Access.read(in));
    }
}
