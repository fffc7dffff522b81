package dev.aftershock.proxy;

import java.util.Map;

/** The routes that Toxiproxy does not have; for the control thread only. */
final class OwnRoutes {
    private final Leases leases;

    OwnRoutes(Leases leases) {
        this.leases = leases;
    }

    /** The methods of a path that Toxiproxy does not know, taken apart at its slashes; the first part is empty. */
    Map<String, Action> route(String[] parts) {
        if (parts[1].equals("leases")) {
            return leases(parts);
        }
        return Map.of();
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
