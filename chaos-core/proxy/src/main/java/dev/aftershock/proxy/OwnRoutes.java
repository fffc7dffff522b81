package dev.aftershock.proxy;

import java.util.Map;

/** The routes that Toxiproxy does not have; for the control thread only. */
final class OwnRoutes {
    private final ProxyCollection proxies;
    private final Leases leases;
    private final Regions regions;

    OwnRoutes(ProxyCollection proxies, Leases leases) {
        this.proxies = proxies;
        this.regions = new Regions(proxies);
        this.leases = leases;
    }

    /** The methods of a path that Toxiproxy does not know, taken apart at its slashes; the first part is empty. */
    Map<String, Action> route(String[] parts) {
        return switch (parts[1]) {
            case "leases" -> leases(parts);
            case "regions" -> regions(parts);
            case "proxies" -> evidence(parts);
            default -> Map.of();
        };
    }

    private Map<String, Action> regions(String[] parts) {
        return switch (parts.length) {
            case 2 -> Map.of("GET", request -> Reply.json(200, regions.json()));
            case 3 ->
                Map.of(
                        "POST",
                        request -> Reply.json(200, regions.set(parts[2], JsonReader.firstValue(request.body()))));
            default -> Map.of();
        };
    }

    private Map<String, Action> evidence(String[] parts) {
        String shape = parts.length + parts[3] + (parts.length == 6 ? parts[5] : "");
        return switch (shape) {
            case "4connections" ->
                Map.of(
                        "GET",
                        request -> Reply.json(200, proxies.get(parts[2]).log().json()));
            case "5connections" -> Map.of("GET", request -> connection(parts[2], parts[4]));
            case "6toxicsevidence" -> Map.of("GET", request -> evidence(parts[2], parts[4]));
            default -> Map.of();
        };
    }

    private Reply connection(String proxy, String id) throws ApiError {
        return Reply.json(200, proxies.get(proxy).log().find(id).json());
    }

    private Reply evidence(String proxy, String toxic) throws ApiError {
        return Reply.json(200, proxies.get(proxy).toxics().evidence(toxic).json());
    }

    private Map<String, Action> leases(String[] parts) {
        return switch (parts.length) {
            case 2 -> Map.of("GET", request -> Reply.json(200, leases.json()));
            case 3 ->
                Map.of(
                        "GET",
                        request -> Reply.json(200, leases.json(parts[2])),
                        "POST",
                        request -> renew(parts[2], request),
                        "DELETE",
                        request -> end(parts[2]));
            default -> Map.of();
        };
    }

    private Reply renew(String id, Request request) throws ApiError {
        long ttl = Lease.requiredTtl(OwnFields.of(JsonReader.firstValue(request.body())));
        leases.renew(id, ttl);
        return Reply.json(200, leases.json(id));
    }

    private Reply end(String id) throws ApiError {
        leases.end(id);
        return Reply.noContent();
    }
}
