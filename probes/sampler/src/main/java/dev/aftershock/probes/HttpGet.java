package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the probe {@code http}: reads one page on kept connections and checks the answer.
 *
 * <p>It speaks HTTP/1.1 straight to the host, without redirects, cookies or credentials. A body is read to its end, up
 * to 1 MiB; a longer one fails. When a kept connection turns out to be closed, the client asks once more on another
 * one, as every client of that sort does; for new connections only, use {@code tcp}. A host's name is looked up as
 * often as this JVM's own cache of names allows, by default every 30 s.
 *
 * <p>An answer is judged in the order status, length, header, body, certificate; the first thing that is wrong is named.
 *
 * @param target who must answer; either this or {@code url}
 * @param url the address to read, when there is no target for it: on this machine, or on a host in {@code allow-hosts}
 * @param allowHosts the hosts besides this machine that {@code url} may lead to
 * @param path added to the address of the target or to {@code url}; left out, that address itself is read
 * @param status the ones that are right, each a number or a class such as {@code 2xx}
 * @param header a header that the answer must have, as {@code Name: value}
 * @param json the place of a value in the body, such as {@code $.checks[0].state}; it must be there
 * @param equals the text of that value; numbers are compared as they are written
 * @param tlsExpiresAfter the server's certificate must be good for longer than this, by this machine's date
 * @param keys attempts take turns with the numbers from 1 to this in place of <code>{key}</code> in the path; the recovery
 *     of each is told apart
 * @param tries how often an attempt asks at most, from 1 to 10, as clients do that try again by themselves; each try may
 *     take its share of the time that is left. The verdict is on whole attempts; what the first tries met is told beside it
 * @param retryPause how long to wait before asking again
 */
public record HttpGet(
        @Setting("The target that must answer; either this or 'url'.") @Needs(HttpTarget.class)
        Optional<String> target,

        @Setting("Address to read instead of a target's; its host is this machine or in 'allow-hosts'.")
        Optional<String> url,

        @Setting(value = "Hosts besides this machine that 'url' may lead to.", byDefault = "")
        List<String> allowHosts,

        @Setting("Path added to the address; {key} in it stands for the key at hand, from 1 on.")
        Optional<String> path,

        @Setting(value = "The status that is right: a number, a class such as 2xx, or a list.", byDefault = "200")
        List<String> status,

        @Setting("A header that the answer must have, as \"Name: value\".")
        Optional<String> header,

        @Setting("Place of a value that the JSON body must have, such as $.status or $.checks[0].state.")
        Optional<String> json,

        @Setting("Text that the value at 'json' must have.") Optional<String> equals,

        @Setting("Fails when the server's certificate expires sooner than this.")
        Optional<Duration> tlsExpiresAfter,

        @Setting(
                value = "How many keys the attempts take turns with; the recovery of each is told apart.",
                byDefault = "1")
        int keys,

        @Setting(
                value = "How often an attempt asks at most, as clients do that try again by themselves.",
                byDefault = "1")
        int tries,

        @Setting(value = "How long to wait before asking again.", byDefault = "50ms")
        Duration retryPause) {

    static final String KEY = "{key}";

    private static final int MOST_KEYS = 10_000;
    private static final int MOST_TRIES = 10;

    /** Checks the ranges, and that the settings fit together. */
    public HttpGet {
        allowHosts = List.copyOf(allowHosts);
        status = List.copyOf(status);
        checkAddress(target, url, allowHosts);
        path.ifPresent(added -> HttpAddresses.checkPath("path", added, added.replace(KEY, "0")));
        if (path.isPresent() && url.filter(address -> address.contains("?")).isPresent()) {
            throw new IllegalArgumentException(
                    "'url' holds a query, so no 'path' can follow; put the query into 'path'");
        }
        new HttpStatuses(status);
        header.ifPresent(HttpHeader::parse);
        json.ifPresent(JsonPath::parse);
        if (equals.isPresent() && json.isEmpty()) {
            throw new IllegalArgumentException(
                    "'equals' is given without 'json'; expected the place of the value, such as json: $.status");
        }
        checkExpiry(tlsExpiresAfter, url);
        checkKeys(keys, path);
        if (tries < 1 || tries > MOST_TRIES) {
            throw new IllegalArgumentException("'tries' is " + tries + "; expected a number from 1 to " + MOST_TRIES);
        }
        if (retryPause.isNegative()) {
            throw new IllegalArgumentException("'retry-pause' is negative; expected a duration such as 50ms");
        }
    }

    private static void checkAddress(Optional<String> target, Optional<String> url, List<String> allowHosts) {
        if (target.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException((url.isPresent() ? "'url' and 'target' are both" : "no address is")
                    + " given; expected either 'target' or 'url'");
        }
        if (url.isEmpty() && !allowHosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "'allow-hosts' is given without 'url'; a target's own host is always allowed");
        }
        url.ifPresent(address -> HttpAddresses.checked(address, allowHosts));
    }

    private static void checkExpiry(Optional<Duration> tlsExpiresAfter, Optional<String> url) {
        if (tlsExpiresAfter.filter(least -> least.isNegative()).isPresent()) {
            throw new IllegalArgumentException("'tls-expires-after' is negative; expected a duration such as 168h");
        }
        if (tlsExpiresAfter.isPresent()
                && url.filter(address -> address.startsWith("http:")).isPresent()) {
            throw new IllegalArgumentException(
                    "'tls-expires-after' is given, but 'url' has no certificate; expected https://...");
        }
    }

    private static void checkKeys(int keys, Optional<String> path) {
        if (keys < 1 || keys > MOST_KEYS) {
            throw new IllegalArgumentException("'keys' is " + keys + "; expected a number from 1 to " + MOST_KEYS);
        }
        if (keys > 1 && path.filter(added -> added.contains(KEY)).isEmpty()) {
            throw new IllegalArgumentException(
                    "'keys' is " + keys + ", but 'path' does not hold '" + KEY + "'; expected it, as in /items/" + KEY);
        }
    }

    /** Makes {@code http} probes. */
    public static final class Provider implements ProbeProvider<HttpGet> {

        @Override
        public String kind() {
            return "http";
        }

        @Override
        public String summary() {
            return "Reads one page over HTTP and checks its status, a header, a JSON value or the certificate's expiry.";
        }

        @Override
        public Class<HttpGet> settings() {
            return HttpGet.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public int groups(HttpGet settings) {
            return settings.keys();
        }

        @Override
        public Probe create(HttpGet settings, ProbeContext context) {
            return HttpProbe.of(settings, targetOf(settings, context), context.name(), context.clock());
        }

        private static HttpTarget targetOf(HttpGet settings, ProbeContext context) {
            if (settings.target().isPresent()) {
                return context.targets().one(settings.target().get(), HttpTarget.class);
            }
            URI address = HttpAddresses.checked(settings.url().orElseThrow(), settings.allowHosts());
            return () -> address;
        }
    }
}
