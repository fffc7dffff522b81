package dev.aftershock.guard;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
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
 * @param shows what the object's text holds when it is as it should be: members in JSON, without what follows them
 * @param unsettled what must be over besides
 */
public record Revert(URI server, String post, String body, String look, List<String> shows, Unsettled unsettled)
        implements Remedy {

    static final byte CODE = 5;

    /**
     * What an object shows for as long as something that was asked of it earlier may still come.
     *
     * @param shows a member in JSON; empty for none
     * @param untilMillis the time since the epoch from which on it does not come any more
     */
    public record Unsettled(String shows, long untilMillis) {

        /** Nothing of the kind. */
        public static final Unsettled NEVER = new Unsettled("", 0);

        private boolean stands(String text) {
            return !shows.isEmpty() && Instant.now().toEpochMilli() < untilMillis && holds(text, shows);
        }
    }

    private static final int GONE = 404;
    private static final int FIRST_FAILURE = 400;

    /**
     * Checks the server, and copies the list.
     *
     * @throws IllegalArgumentException when it is neither a Unix socket nor plain http
     */
    public Revert {
        EngineCall.refuseUnfit(server);
        shows = List.copyOf(shows);
    }

    /** One before which nothing has to be over. */
    public Revert(URI server, String post, String body, String look, List<String> shows) {
        this(server, post, body, look, shows, Unsettled.NEVER);
    }

    /** The same, once something else is over. */
    public Revert after(Unsettled earlier) {
        return new Revert(server, post, body, look, shows, earlier);
    }

    @Override
    public String what() {
        return server + post;
    }

    @Override
    public String apply() throws IOException {
        HttpCall.Answer change = EngineCall.send(server, "POST", post, body);
        HttpCall.Answer seen = EngineCall.send(server, "GET", look, "");
        if (seen.status() == GONE) {
            return look + " is gone";
        }
        String text = seen.body().replaceAll("\\s", "");
        if (unsettled.stands(text)) {
            throw new IOException(
                    look + " still shows " + unsettled.shows() + ", and may be changed by what was asked before");
        }
        if (seen.status() < FIRST_FAILURE && shows.stream().allMatch(shown -> holds(text, shown))) {
            return look + " shows " + String.join(", ", shows);
        }
        throw new IOException(
                "POST " + post + " was answered " + change.status() + ", and then GET " + look + " " + seen.status());
    }

    /** Whether a text holds a member, and not the beginning of a longer one. */
    private static boolean holds(String text, String member) {
        return text.contains(member + ",") || text.contains(member + "}");
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
        out.writeUTF(unsettled.shows());
        out.writeLong(unsettled.untilMillis());
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
        return new Revert(server, post, body, look, shows, new Unsettled(in.readUTF(), in.readLong()));
    }
}
