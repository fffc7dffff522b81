package dev.aftershock.probes.prometheus;

import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.ProbeContract;
import java.net.URI;
import java.util.Map;

/** Holds the probe to the contract. */
class PrometheusContractTest extends ProbeContract {

    @Override
    protected Class<?> module() {
        return PrometheusQuery.class;
    }

    @Override
    protected Map<String, Fixture> fixtures() {
        Map<String, String> written = Map.of("target", "metrics", "query", "up", "equals", "1");
        return Map.of("prometheus", new Fixture(written, address ->
                (HttpTarget) () -> URI.create("http://127.0.0.1:" + address.getPort())));
    }
}
