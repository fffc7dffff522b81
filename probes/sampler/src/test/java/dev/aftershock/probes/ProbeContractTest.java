package dev.aftershock.probes;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Holds the probes of this module to the contract. */
class ProbeContractTest extends ProbeContract {

    @Override
    protected Class<?> module() {
        return Sampler.class;
    }

    @Override
    protected Map<String, Fixture> fixtures() {
        Map<String, Fixture> fixtures = new HashMap<>(LocalStages.fixtures(clock));
        fixtures.putAll(Map.of(
                "tcp",
                new Fixture(Map.of("target", "it", "send", "?", "expect", "ok"), address -> (TcpTarget) () -> address),
                "http",
                new Fixture(Map.of("target", "it"), address -> (HttpTarget) () -> uri(address)),
                "http-ledger",
                new Fixture(Map.of("target", "it", "post", "/orders", "get", "/orders/{id}"), address ->
                        (HttpTarget) () -> uri(address))));
        return fixtures;
    }

    private static URI uri(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }
}
