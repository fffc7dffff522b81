package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Calls;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;

/** A server's proxies, through toxiproxy-java; every call under a deadline, because that client has none. */
final class ProxyApi {

    private final URI api;
    private final Calls calls;
    private final ToxiproxyClient client;

    ProxyApi(URI api, Calls calls) {
        this.api = api;
        this.calls = calls;
        this.client = new ToxiproxyClient(api.getScheme(), api.getHost(), api.getPort());
    }

    private interface Act {
        void go() throws IOException;
    }

    String version() throws IOException {
        return calls.make("GET " + api + "/version", client::version);
    }

    Proxy create(String name, String listen, String upstream) throws IOException {
        return calls.make(
                "creating the proxy '" + name + "' on " + api, () -> client.createProxy(name, listen, upstream));
    }

    /** The proxies whose names are wanted. */
    List<Proxy> find(Predicate<String> wanted) throws IOException {
        List<Proxy> all = calls.make("GET " + api + "/proxies", client::getProxies);
        return all.stream().filter(proxy -> wanted.test(proxy.getName())).toList();
    }

    /** A proxy that is there. */
    Proxy get(String name) throws IOException {
        return calls.make("reading the proxy '" + name + "' on " + api, () -> client.getProxy(name));
    }

    void enable(Proxy proxy) throws IOException {
        act("enabling", proxy, proxy::enable);
    }

    void disable(Proxy proxy) throws IOException {
        act("disabling", proxy, proxy::disable);
    }

    void delete(Proxy proxy) throws IOException {
        act("deleting", proxy, proxy::delete);
    }

    private void act(String doing, Proxy proxy, Act act) throws IOException {
        calls.make(doing + " the proxy '" + proxy.getName() + "' on " + api, () -> {
            act.go();
            return true;
        });
    }
}
