package dev.aftershock.engine;

import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.HttpTarget;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Settings of the target {@code http}: a running service.
 *
 * @param url its base address
 */
public record HttpAddress(
        @Setting("Its base address, such as http://127.0.0.1:8080.")
        URI url) {

    /** Checks the scheme. */
    public HttpAddress {
        if (!List.of("http", "https").contains(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("'url' is '" + url + "'; expected http://HOST or https://HOST");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("'url' holds credentials, which would stand in reports; leave them out");
        }
    }

    /** Refers to services; starts nothing. Stateless. */
    public static final class Provider extends ReferenceProvider<HttpAddress> {

        /** For the service loader. */
        public Provider() {
            super("http", "A running service that answers HTTP requests.", HttpAddress.class, "url");
        }

        @Override
        public List<TargetInfo> describe(String name, HttpAddress settings) {
            return List.of(new TargetInfo(name, "HTTP service at " + settings.url(), Set.of(HttpTarget.class)));
        }

        @Override
        protected Object target(HttpAddress settings) {
            return (HttpTarget) settings::url;
        }
    }
}
