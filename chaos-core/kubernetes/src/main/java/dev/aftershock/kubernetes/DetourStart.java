package dev.aftershock.kubernetes;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.InvalidInputException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leads a Service over a proxy: everything that the proxy needs is made and seen to work first, and then the selector is
 * changed, so that no request finds nobody.
 */
record DetourStart(Cluster cluster, Detour detour, ServiceLink settings, Reach reach) {

    /** A node's proxy that could not write its rules tries again half a minute later. */
    static final Duration REACHED_WITHIN = Duration.ofSeconds(40);

    private static final Duration LED_WITHIN = Duration.ofSeconds(10);

    DetourStart(Cluster cluster, Detour detour, ServiceLink settings) {
        this(cluster, detour, settings, new Reach());
    }

    /**
     * A Service as it was before.
     *
     * @param chosen the port that is the link, and its way
     */
    record Before(Map<String, Object> selector, String address, CarriedPorts ports, CarriedPorts.Chosen chosen) {}

    /** Does all of it; returns when the Service finds nobody but the proxy. */
    LinkTarget start(String called) throws IOException, InterruptedException {
        Before before = look();
        String proxy = make(before);
        requireReached(before, proxy);
        lead(before);
        return link(called, before, proxy);
    }

    /**
     * Reads the Service.
     *
     * @throws InvalidInputException when it is one that must not, or cannot, be led over a proxy
     */
    Before look() throws IOException {
        Thing thing = detour.service();
        GenericKubernetesResource service = ChangeProvider.read(cluster, thing);
        Safe.requireUnprotected(thing, service);
        refuseForeign(thing, service);
        Map<String, Object> selector = Services.selector(thing, service);
        CarriedPorts ports = CarriedPorts.of(thing, service);
        CarriedPorts.Chosen chosen = ports.chosen(thing, settings.port());
        if (Services.ready(cluster, thing).isEmpty()) {
            throw InvalidInputException.of(
                    thing + " has no ready endpoint that a proxy could lead to", "a service that serves");
        }
        for (Thing made : detour.made()) {
            Things.read(cluster, made).ifPresent(there -> refuseForeign(made, there));
        }
        return new Before(selector, service.get("spec", "clusterIP"), ports, chosen);
    }

    private void refuseForeign(Thing thing, GenericKubernetesResource object) {
        String owner =
                Lists.of(object.getMetadata().getLabels()).get(detour.mark().label());
        if (owner != null) {
            throw InvalidInputException.of(
                    thing + " belongs to a proxy already, to that of " + owner,
                    "one link to a service at a time; 'aftershock recover' undoes what a dead run left");
        }
        if (!thing.equals(detour.service())) {
            throw InvalidInputException.of(
                    thing + " is there and not ours", "another name for it: the proxy needs this one");
        }
    }

    /** Makes the proxy and returns its address when it is ready, and the pods are found in the new way. */
    String make(Before before) throws IOException, InterruptedException {
        DetourParts parts = new DetourParts(detour, before.ports(), settings.image());
        GenericKubernetesResource upstream =
                Things.create(cluster, detour.upstream(), parts.upstream(before.selector()));
        GenericKubernetesResource proxy = Things.create(cluster, detour.proxy(), parts.proxy());
        Things.create(cluster, detour.deployment(), parts.deployment(upstream.get("spec", "clusterIP")));
        new Patience(settings.readyWithin())
                .until(
                        () -> !Services.ready(cluster, detour.upstream()).isEmpty()
                                && !Services.ready(cluster, detour.proxy()).isEmpty(),
                        () -> "the proxy for " + detour.service() + " is not ready: "
                                + DetourPods.state(cluster, detour));
        return proxy.get("spec", "clusterIP");
    }

    /** Otherwise faults could neither be made nor undone, or the way would be none. */
    private void requireReached(Before before, String proxy) throws IOException, InterruptedException {
        URI proxies = api(before, proxy).resolve("/proxies");
        new Patience(REACHED_WITHIN).ask(() -> unserved(proxies, before)
                .map(why -> "Toxiproxy's API in the proxy's pod, " + proxies + ", " + why
                        + "; expected a run from where addresses of services are reached, and an image of"
                        + " Toxiproxy 2.x"));
        int port = before.chosen().port().number();
        if (reach.look(new InetSocketAddress(before.address(), port)) == Reach.Sight.REFUSED) {
            throw new IOException(detour.service() + " refuses connections to " + before.address() + ":" + port
                    + " from here; expected a service that answers");
        }
        for (CarriedPorts.Way way : before.ports().ways()) {
            requireThrough(before, way, new InetSocketAddress(proxy, way.listen()));
        }
    }

    private Optional<String> unserved(URI proxies, Before before) {
        try {
            String told = reach.get(proxies);
            boolean all = before.ports().ways().stream()
                    .allMatch(way -> told.contains("\"" + way.proxy(detour.service()) + "\""));
            return all ? Optional.empty() : Optional.of("does not know what it was told to proxy");
        } catch (IOException e) {
            return Optional.of("does not answer here: " + e.getMessage());
        }
    }

    /** A proxy that does not reach the pods accepts connections all the same, and ends them. */
    private void requireThrough(Before before, CarriedPorts.Way way, InetSocketAddress through)
            throws IOException, InterruptedException {
        InetSocketAddress direct = new InetSocketAddress(before.address(), way.leadsTo());
        new Patience(REACHED_WITHIN)
                .until(
                        () -> reach.look(through) == Reach.Sight.STAYED || reach.look(direct) != Reach.Sight.STAYED,
                        () -> "connections through the proxy to port " + way.leadsTo() + " of " + detour.service()
                                + " end at once, though direct ones stay; expected that pods of namespace "
                                + detour.service().namespace() + " may reach it, also by its network policies");
    }

    /** Changes the selector, and returns when nobody but the proxy is found by it. */
    void lead(Before before) throws IOException, InterruptedException {
        GenericKubernetesResource now = ChangeProvider.read(cluster, detour.service());
        Change change = change(now, before.selector());
        String version = now.getMetadata().getResourceVersion();
        if (!Services.selector(detour.service(), now).equals(before.selector())
                || !Things.patch(cluster, detour.service(), change.breaking(detour.mark(), change.broken(), version))) {
            throw new IOException(detour.service() + " was changed by somebody else meanwhile; try again");
        }
        new Patience(LED_WITHIN)
                .until(
                        () -> DetourPods.leadsOnlyToProxy(cluster, detour),
                        () -> "the endpoints of " + detour.service() + " do not become the proxy's");
    }

    private Change change(GenericKubernetesResource service, Map<String, Object> selector) {
        Map<String, Object> over = new LinkedHashMap<>();
        selector.keySet().forEach(key -> over.put(key, null));
        over.putAll(detour.labels());
        Map<String, Object> back = new LinkedHashMap<>(selector);
        back.put(detour.mark().label(), null);
        return new Change(
                detour.service(), service.getMetadata().getUid(), Map.of("selector", over), Map.of("selector", back));
    }

    private LinkTarget link(String called, Before before, String proxy) {
        CarriedPorts.Way way = before.chosen().way();
        return new LiveServiceLink(
                called,
                api(before, proxy),
                way.proxy(detour.service()),
                new InetSocketAddress(before.address(), before.chosen().port().number()),
                InetSocketAddress.createUnresolved(detour.upstream().name(), way.leadsTo()));
    }

    private static URI api(Before before, String proxy) {
        String host = proxy.contains(":") ? "[" + proxy + "]" : proxy;
        return URI.create("http://" + host + ":" + before.ports().api());
    }
}
