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

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is no https address with a host
     */
    public Amend {
        MarkedObject.refuseUnsafe(object);
    }

    private MarkedObject marked() {
        return new MarkedObject(object, mark, access);
    }

    @Override
    public String what() {
        return object.toString();
    }

    @Override
    public String apply() throws IOException {
        if (marked().look(type).isEmpty()) {
            return object + " carries no mark any more";
        }
        int answered = marked().send("PATCH", type, patch);
        if (marked().look(type).isEmpty()) {
            return object + " was patched back";
        }
        throw new IOException("PATCH " + object + " was answered " + answered + ", and the mark is still there");
    }

    /**
     * Makes the request that looks, so that it is known before it matters that the way in is open.
     *
     * @throws IOException when it is not
     */
    public void rehearse() throws IOException {
        marked().look(type);
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
