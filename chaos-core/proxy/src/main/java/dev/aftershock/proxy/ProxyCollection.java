package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The proxies of one server by name; for the control thread only. */
final class ProxyCollection {
    private final Map<String, FaultProxy> proxies = new TreeMap<>();
    private final Services services;

    ProxyCollection(Services services) {
        this.services = services;
    }

    FaultProxy get(String name) throws ApiError {
        FaultProxy proxy = proxies.get(name);
        if (proxy == null) {
            throw ApiError.proxyNotFound();
        }
        return proxy;
    }

    /** Creates a proxy; one that cannot listen is not kept. */
    FaultProxy create(ProxyInput input) throws ApiError {
        if (proxies.containsKey(input.name())) {
            throw new ApiError(409, "proxy already exists");
        }
        return add(input);
    }

    private FaultProxy add(ProxyInput input) throws ApiError {
        FaultProxy proxy = new FaultProxy(input, services);
        if (input.enabled()) {
            proxy.start();
        }
        proxies.put(input.name(), proxy);
        return proxy;
    }

    /** Creates or replaces each proxy in turn, putting it into {@code made}, and stops at the first failure. */
    void populate(List<ProxyInput> inputs, List<FaultProxy> made) throws ApiError {
        for (ProxyInput input : inputs) {
            made.add(createOrReplace(input));
        }
    }

    private FaultProxy createOrReplace(ProxyInput input) throws ApiError {
        FaultProxy existing = proxies.get(input.name());
        if (existing == null) {
            return add(input);
        }
        if (!existing.differs(input)) {
            return existing;
        }
        existing.stop();
        return add(input);
    }

    void delete(String name) throws ApiError {
        get(name).stop();
        proxies.remove(name);
    }

    /** Starts what is stopped and removes every toxic; the first proxy that cannot start ends it. */
    void reset() throws ApiError {
        for (FaultProxy proxy : proxies.values()) {
            proxy.start();
            proxy.toxics().remove(toxic -> true);
        }
    }

    /** Stops everything, whatever fails on the way. */
    void stopAll() throws ApiError {
        List<ApiError> failures = new ArrayList<>();
        for (FaultProxy proxy : proxies.values()) {
            try {
                proxy.stop();
            } catch (ApiError e) {
                failures.add(e);
            }
        }
        proxies.clear();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** When a lease ends or a schedule moves on next, or {@link Lease#NEVER}. */
    long earliestDueNanos() {
        long now = Nanos.now();
        long due = Lease.NEVER;
        for (FaultProxy proxy : proxies.values()) {
            due = Math.min(due, proxy.earliestDueNanos(now));
        }
        return due;
    }

    Collection<FaultProxy> all() {
        return List.copyOf(proxies.values());
    }

    String json() {
        return proxies.entrySet().stream()
                .map(e -> JsonWriter.quote(e.getKey()) + ":" + e.getValue().json())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
