package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at one proxy and enables it, through {@link Http}: the answers of toxiproxy-java do not tell "absent" from "failed", and
 * fetching all proxies instead takes too long where a thousand faults are healed at once.
 */
final class ProxySwitch {

    private static final Pattern ENABLED = Pattern.compile("\"enabled\"\\s*:\\s*(true|false)");

    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]*)\"");

    private final Http http;

    ProxySwitch(Http http) {
        this.http = http;
    }

    /**
     * What a server says of a proxy.
     *
     * @param toxics their names
     */
    record Seen(boolean enabled, Set<String> toxics) {}

    /** Looks at a proxy; nothing when there is none of that name. */
    Optional<Seen> look(String proxy) throws IOException {
        Http.Answer answer = http.get("reading the proxy '" + proxy + "'", Http.proxy(proxy));
        if (answer.isAbsent()) {
            return Optional.empty();
        }
        answer.good();
        Matcher enabled = ENABLED.matcher(answer.body());
        if (!enabled.find()) {
            throw new IOException(answer.what() + ": the answer does not tell whether it is enabled");
        }
        Set<String> names = NAME.matcher(answer.body())
                .results()
                .map(name -> name.group(1))
                .filter(name -> !name.equals(proxy))
                .collect(Collectors.toSet());
        return Optional.of(new Seen(Boolean.parseBoolean(enabled.group(1)), names));
    }

    /** Enables a proxy; harmless when it is not there. */
    void enable(String proxy) throws IOException {
        Http.Answer answer = http.post("enabling the proxy '" + proxy + "'", Http.proxy(proxy), "{\"enabled\":true}");
        if (!answer.isAbsent()) {
            answer.good();
        }
    }
}
