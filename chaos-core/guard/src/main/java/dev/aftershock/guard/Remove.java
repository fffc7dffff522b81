package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object behind an API that asks for a login over TLS is gone, if it carries a mark: whoever has its name and not the mark is
 * left alone. What is asked for is to remove the very object that was looked at, by its {@code uid}.
 *
 * @param object the address of the object; https
 * @param mark what the object's text holds
 * @param access how to get in
 */
public record Remove(URI object, String mark, Access access) implements Remedy {

    static final byte CODE = 4;

    /** The object's own comes before all others in what an API server writes. */
    private static final Pattern UID = Pattern.compile("\"uid\":\"([0-9a-zA-Z-]{1,64})\"");

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when it is no https address with a host
     */
    public Remove {
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
        var before = marked().look(MarkedObject.JSON);
        if (before.isEmpty()) {
            return object + " is gone, or is not ours";
        }
        Matcher uid = UID.matcher(before.get());
        if (!uid.find()) {
            throw new IOException(object + " has no uid, by which it could be removed");
        }
        int answered =
                marked().send("DELETE", MarkedObject.JSON, "{\"preconditions\":{\"uid\":\"" + uid.group(1) + "\"}}");
        if (marked().look(MarkedObject.JSON).isEmpty()) {
            return object + " was removed";
        }
        throw new IOException("DELETE " + object + " was answered " + answered + ", and it is still there");
    }

    /**
     * Makes the request that looks, so that it is known before it matters that the way in is open.
     *
     * @throws IOException when it is not
     */
    public void rehearse() throws IOException {
        marked().look(MarkedObject.JSON);
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeByte(CODE);
        marked().write(out);
    }

    static Remove read(DataInputStream in) throws IOException {
        MarkedObject read = MarkedObject.read(in);
        return new Remove(read.address(), read.mark(), read.access());
    }
}
