package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Calls;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.regex.Pattern;

/** The way to servers that speak Toxiproxy's API. Thread-safe. */
final class Servers {

    /** Major version 2, or a word such as the {@code git} of a server that somebody built without a version. */
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"(v?2\\.|[a-zA-Z])");

    private final Calls calls = new Calls();

    /** Made when it is first used: making it costs more than everything else that checking a file needs. */
    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Calls.BOUND)
                .build();
    }

    ProxyApi proxies(URI api) {
        return new ProxyApi(api, calls);
    }

    ProxySwitch proxySwitch(URI api) {
        return new ProxySwitch(http(api));
    }

    ToxicApi toxics(URI api) {
        return new ToxicApi(http(api));
    }

    /**
     * What a server offers beyond Toxiproxy, when it is one of our own.
     *
     * @throws IOException when it does not answer
     */
    Optional<OwnApi> own(URI api) throws IOException {
        OwnApi own = new OwnApi(http(api));
        return own.isThere() ? Optional.of(own) : Optional.empty();
    }

    private Http http(URI api) {
        return new Http(api, calls, Client.SHARED);
    }

    /**
     * The address of an API.
     *
     * @throws IllegalArgumentException when a text means none
     */
    static URI address(String text) {
        try {
            URI uri = new URI(text);
            boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty() || "/".equals(uri.getRawPath());
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0 && bare) {
                return new URI("http", null, uri.getHost(), uri.getPort(), null, null, null);
            }
        } catch (URISyntaxException e) {
            // Told below, with what was expected.
        }
        throw new IllegalArgumentException("'toxiproxy' is '" + text
                + "'; expected 'embedded' or the address of a server's API, such as http://127.0.0.1:8474");
    }

    /**
     * Makes sure that a server of the known API answers.
     *
     * @throws IOException when it does not
     */
    void check(URI api) throws IOException {
        String version = proxies(api).version();
        if (!VERSION.matcher(version).find()) {
            throw new IOException(api + " says that its version is '" + version.trim()
                    + "'; expected Toxiproxy 2.x or the embedded proxy");
        }
    }
}
