package dev.aftershock.proxy;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The same rows against a real Toxiproxy server: they keep the suite honest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealToxiproxyConformanceIT extends ToxiproxyConformance {
    private static final String MISSING =
            "the rows did not run against a real Toxiproxy: start one and name it, for example"
                    + " -Daftershock.toxiproxy=http://127.0.0.1:8474 or AFTERSHOCK_TOXIPROXY";

    @BeforeAll
    void connect() {
        Optional<String> url = named("aftershock.toxiproxy", "AFTERSHOCK_TOXIPROXY");
        if (url.isEmpty()) {
            System.out.println("SKIPPED: " + MISSING);
            if ("true".equals(System.getenv("CI"))) {
                fail(MISSING);
            }
        }
        assumeTrue(url.isPresent(), MISSING);
        use(URI.create(url.get()));
    }

    private static Optional<String> named(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(given -> !given.isBlank());
    }

    @Override
    public boolean strict() {
        return true;
    }

    @Override
    public boolean embedded() {
        return false;
    }

    @Override
    public Optional<ApiClient> withMetrics() {
        return named("aftershock.toxiproxy.metrics", "AFTERSHOCK_TOXIPROXY_METRICS")
                .map(url -> new ApiClient(URI.create(url)));
    }

    @Override
    public Optional<ApiClient> withToken() {
        return Optional.empty();
    }
}
