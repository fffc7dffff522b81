package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Proxies that carry the same region label are cut and restored in one call; for the control thread only. */
final class Regions {
    private final ProxyCollection proxies;

    Regions(ProxyCollection proxies) {
        this.proxies = proxies;
    }

    /** Enables or disables every proxy of a region, or none if one of them fails, and tells which it changed. */
    String set(String region, Json body) throws ApiError {
        List<FaultProxy> members = byName().getOrDefault(region, List.of());
        if (members.isEmpty()) {
            throw new ApiError(404, "region not found");
        }
        OwnFields fields = OwnFields.of(body);
        boolean enabled = fields.flag("enabled").orElseThrow(() -> fields.wrong("enabled", "true or false"));
        Optional<Lease> lease = ProxyExtras.NONE.with(fields, enabled).lease();
        List<FaultProxy> changing =
                members.stream().filter(proxy -> proxy.isEnabled() != enabled).toList();
        if (enabled) {
            restore(changing);
        } else {
            cut(changing, lease);
        }
        List<FaultProxy> same =
                members.stream().filter(proxy -> !changing.contains(proxy)).toList();
        return "{\"region\":" + JsonWriter.quote(region) + ",\"enabled\":" + enabled + ",\"changed\":" + names(changing)
                + ",\"unchanged\":" + names(same) + "}";
    }

    private static void restore(List<FaultProxy> changing) throws ApiError {
        Map<FaultProxy, Optional<Lease>> before = new LinkedHashMap<>();
        try {
            for (FaultProxy proxy : changing) {
                Optional<Lease> lease = proxy.lease();
                proxy.start();
                before.put(proxy, lease);
            }
        } catch (ApiError e) {
            FaultProxy.stopAll(before.keySet());
            before.forEach(FaultProxy::lease);
            throw e;
        }
    }

    private static void cut(List<FaultProxy> changing, Optional<Lease> lease) throws ApiError {
        try {
            FaultProxy.stopAll(changing);
            changing.forEach(proxy -> proxy.lease(lease));
        } catch (ApiError e) {
            for (FaultProxy proxy : changing) {
                proxy.start();
            }
            throw e;
        }
    }

    private Map<String, List<FaultProxy>> byName() {
        Map<String, List<FaultProxy>> regions = new TreeMap<>();
        for (FaultProxy proxy : proxies.all()) {
            proxy.asInput().extras().region().ifPresent(name -> regions.computeIfAbsent(
                            name, fresh -> new ArrayList<>())
                    .add(proxy));
        }
        return regions;
    }

    /** Every region by name, with its enabled and its disabled proxies. */
    String json() {
        return byName().entrySet().stream()
                .map(region -> JsonWriter.quote(region.getKey()) + ":{\"enabled\":" + names(region.getValue(), true)
                        + ",\"disabled\":" + names(region.getValue(), false) + "}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String names(Collection<FaultProxy> members, boolean enabled) {
        return names(
                members.stream().filter(proxy -> proxy.isEnabled() == enabled).toList());
    }

    private static String names(Collection<FaultProxy> members) {
        return members.stream().map(proxy -> JsonWriter.quote(proxy.name())).collect(Collectors.joining(",", "[", "]"));
    }
}
