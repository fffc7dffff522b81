package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.util.Optional;

/**
 * Settings of the probe {@code http-ledger}: posts numbered records, journals every answer, and can later count which
 * acknowledged records are gone.
 *
 * <p>Each record is posted once, as JSON, under an id that nobody used before and nobody can guess, which is the value
 * of the header {@code Idempotency-Key} too:
 *
 * <pre>{"id":"1b4e28ba-...-0-17","writer":0,"seq":17,"payload":"32 hexadecimal digits"}</pre>
 *
 * <p>An answer means:
 *
 * <ul>
 *   <li>any 2xx, read to its end: acknowledged;
 *   <li>400, 401, 403, 404, 405, 413, 415, 422, 429: refused, since by these the server says that it did not act;
 *   <li>no connection: refused, since nothing was sent;
 *   <li>everything else: unknown. That holds for 5xx, timeouts, resets and redirects, but also for 408, 409 and 412:
 *       something between may have sent the record twice, and the second copy then meets the first.
 * </ul>
 *
 * <p>At the end each id is read until two reads in a row agree. Found means status 200: the record is unchanged when
 * the JSON has a field {@code payload} with the same text, or has no such field but the text somewhere; a body that is
 * no JSON must hold the text. A list counts as one copy per element, so a service that finds by id shows duplicates; an
 * empty one means absent, as 404 and 410 do. Anything else is asked again. Before the run, an id that was never posted
 * must read as absent.
 *
 * <p>At most 1024 records are under way at once; each of them has a writer of its own, and a writer posts its records
 * one after the other.
 *
 * @param target the service to write to
 * @param post the path to post to
 * @param get the path to read one record from, with <code>{id}</code> in place of its id
 * @param nodeHeader the header of an answer that names the node which acknowledged
 */
public record HttpLedger(
        @Setting("The service to write to.") @Needs(HttpTarget.class)
        String target,

        @Setting("Path to post records to.") String post,

        @Setting("Path to read one record from, with '{id}' in place of its id.")
        String get,

        @Setting("Header of an answer that names the node which acknowledged.")
        Optional<String> nodeHeader) {

    static final String ID = "{id}";

    /** Checks the paths and the name. */
    public HttpLedger {
        HttpAddresses.checkPath("post", post, post);
        HttpAddresses.checkPath("get", get, get.replace(ID, "0"));
        if (!get.contains(ID)) {
            throw new IllegalArgumentException(
                    "'get' is '" + get + "'; expected '" + ID + "' in it, as in /orders/" + ID);
        }
        if (nodeHeader.filter(name -> !name.matches(HttpHeader.NAME)).isPresent()) {
            throw new IllegalArgumentException(
                    "'node-header' is '" + nodeHeader.get() + "'; expected the name of a header, such as X-Node");
        }
    }

    /** Makes {@code http-ledger} probes. */
    public static final class Provider implements ProbeProvider<HttpLedger> {

        @Override
        public String kind() {
            return "http-ledger";
        }

        @Override
        public String summary() {
            return "Posts numbered records over HTTP and counts which acknowledged ones are lost.";
        }

        @Override
        public Class<HttpLedger> settings() {
            return HttpLedger.class;
        }

        @Override
        public boolean keepsLedger() {
            return true;
        }

        @Override
        public Probe create(HttpLedger settings, ProbeContext context) {
            HttpTarget target = context.targets().one(settings.target(), HttpTarget.class);
            return new HttpWriteProbe(settings, target, context, HttpWriteProbe.MOST_AT_ONCE);
        }
    }
}
