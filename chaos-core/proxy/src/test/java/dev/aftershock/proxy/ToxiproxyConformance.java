package dev.aftershock.proxy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a server that calls itself Toxiproxy 2.12 must do, as seen by a client.
 *
 * <p>The rows run unchanged against the embedded server and against a real one: a row that only one of them passes is a
 * difference that must be in the README. The server must be the suite's own: {@code /reset} is among the rows.
 */
abstract class ToxiproxyConformance
        implements HttpRows,
                ProxyRows,
                UpdateRows,
                PopulateRows,
                ToxicRows,
                LifecycleRows,
                LatencyRows,
                CutRows,
                ShapeRows,
                EdgeRows,
                FlagRows,
                StrictRows {
    private Optional<ApiClient> client = Optional.empty();

    /** Names the server; called once before the first row. */
    final void use(URI server) {
        client = Optional.of(new ApiClient(server));
    }

    @Override
    public final ApiClient api() {
        return client.orElseThrow();
    }

    @BeforeEach
    @AfterEach
    void deleteWhatRowsMade() {
        api().deleteOwnProxies();
    }
}
