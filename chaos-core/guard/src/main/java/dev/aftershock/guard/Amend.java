package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;

/**
 * An object behind an API that asks for a login over TLS no longer carries a mark: a patch takes it away together with what it
 * marked, and a second request looks. An object that is gone carries no mark.
 *
 * @param object the address of both requests; https
 * @param type the media type of the patch
 * @param patch the body of the first request
 * @param mark what the object's text holds for as long as it was not amended
 * @param access how to get in
 */
public record Amend(URI object, String type, String patch, String mark, Access access) implements Remedy {

    static final byte CODE = 3;

    private static final int GONE = 404;
    private static final String NOT_FOUND = "\"reason\":\"NotFound\"";
    private static final int FIRST_FAILURE = 300;

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is no https address with a host
     */
    public Amend {
        if (!"https".equals(object.getScheme()) || object.getHost() == null) {
            throw new IllegalArgumentException(object + " cannot be guarded; expected https://HOST:PORT/...");
        }
    }

    @Override
    public String what() {
        return object.toString();
    }

    @Override
    public String apply() throws IOException {
        HttpCall call = new HttpCall(access);
        HttpCall.Answer before = call.send("GET", object, type, "");
        if (!holdsMark(before)) {
            return object + " carries no mark any more";
        }
        HttpCall.Answer change = call.send("PATCH", object, type, patch);
        if (!holdsMark(call.send("GET", object, type, ""))) {
            return object + " was patched back";
        }
        throw new IOException("PATCH " + object + " was answered " + change.status() + ", and the mark is still there");
    }

    /**
     * Makes the request that looks, so that it is known before it matters that the way in is open.
     *
     * @throws IOException when it is not
     */
    public void rehearse() throws IOException {
        holdsMark(new HttpCall(access).send("GET", object, type, ""));
    }

    private boolean holdsMark(HttpCall.Answer seen) throws IOException {
        // A gateway in between says 404 too, of what it does not know.
        boolean gone = seen.status() == GONE && seen.body().contains(NOT_FOUND);
        if (!gone && seen.status() >= FIRST_FAILURE) {
            throw new IOException("GET " + object + " was answered " + seen.status());
        }
        return !gone && seen.body().contains(mark);
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        out.writeUTF(object.toString());
        out.writeUTF(type);
        out.writeUTF(patch);
        out.writeUTF(mark);
        access.write(out);
    }

    static Amend read(DataInputStream in) throws IOException {
        return new Amend(URI.create(in.readUTF()), in.readUTF(), in.readUTF(), in.readUTF(), Access.read(in));
    }
}
