package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Toxiproxy's routes; for the control thread only, one request at a time. */
final class Api {
    private static final String VERSION = "2.12.0";

    private final ProxyCollection proxies;
    private final Optional<String> token;
    private final boolean metrics;
    private final RequestBodies bodies;
    private final boolean strict;
    private final boolean network;
    private final OwnRoutes own;
    private final Leases leases;

    /** Routes that answer only requests that bear the token, when there is one. */
    Api(ProxyCollection proxies, ProxyOptions options, Leases leases) {
        this.proxies = proxies;
        this.leases = leases;
        this.bodies = new RequestBodies(options.strict());
        this.strict = options.strict();
        this.network = options.network();
        this.own = new OwnRoutes(proxies, leases);
        this.token = options.token();
        this.metrics = options.metrics();
    }

    Reply answer(Request request) {
        Optional<Reply> refused = network ? ApiGuard.refusePages(request) : ApiGuard.refuse(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        Map<String, Action> methods = route(request.path());
        Action action = methods.get(request.method());
        if (action == null) {
            return methods.isEmpty() ? Reply.notFound() : Reply.wrongMethod();
        }
        if (ApiGuard.isBrowser(request)) {
            return Reply.text(403, "User agent not allowed");
        }
        if (token.isPresent() && !ApiGuard.bears(request, token.get())) {
            return Reply.error(new ApiError(401, "missing or invalid auth token"));
        }
        try {
            return action.run(request);
        } catch (ApiError e) {
            return Reply.error(e);
        } finally {
            leases.watch();
        }
    }

    /** Creates the proxies of a configuration, as {@code POST /populate} does. */
    void populate(String config) throws ApiError {
        try {
            proxies.populate(ProxyInput.populate(bodies.proxies(config)), new ArrayList<>());
        } finally {
            leases.watch();
        }
    }

    private Map<String, Action> route(String path) {
        String[] parts = path.split("/", -1);
        boolean rooted = parts.length > 1 && parts[0].isEmpty();
        boolean gaps = List.of(parts).subList(1, parts.length).contains("");
        if (!rooted || gaps) {
            return Map.of();
        }
        if (parts.length == 2) {
            Map<String, Action> found = top(parts[1]);
            return found.isEmpty() ? own(parts) : found;
        }
        if (!parts[1].equals("proxies")) {
            return own(parts);
        }
        if (parts.length == 3) {
            return proxy(parts[2]);
        }
        return parts[3].equals("toxics") && parts.length <= 5 ? toxics(parts) : own(parts);
    }

    private Map<String, Action> own(String[] parts) {
        return strict ? Map.of() : own.route(parts);
    }

    private Map<String, Action> top(String word) {
        return switch (word) {
            case "version" -> Map.of("GET", request -> version());
            case "metrics" -> metrics ? Map.of("GET", request -> counters()) : Map.of();
            case "reset" -> Map.of("POST", request -> reset());
            case "populate" -> Map.of("POST", this::populate);
            case "proxies" ->
                Map.of("GET", request -> Reply.json(200, proxies.json()), "POST", request -> createProxy(request));
            default -> Map.of();
        };
    }

    private Map<String, Action> proxy(String name) {
        Action update = request -> updateProxy(name, request);
        return Map.of(
                "GET",
                request -> Reply.json(200, proxies.get(name).json()),
                "POST",
                update,
                "PATCH",
                update,
                "DELETE",
                request -> deleteProxy(name));
    }

    private Map<String, Action> toxics(String[] parts) {
        String proxy = parts[2];
        if (parts.length == 4) {
            return Map.of(
                    "GET",
                            request -> Reply.json(
                                    200, proxies.get(proxy).toxics().listed().json()),
                    "POST", request -> createToxic(proxy, request));
        }
        return toxic(proxy, parts[4]);
    }

    private Map<String, Action> toxic(String proxy, String name) {
        Action update = request -> updateToxic(proxy, name, request);
        return Map.of(
                "GET",
                request -> Reply.json(200, proxies.get(proxy).toxics().get(name).json()),
                "POST",
                update,
                "PATCH",
                update,
                "DELETE",
                request -> deleteToxic(proxy, name));
    }

    private static Reply version() {
        return new Reply(200, "application/json;charset=utf-8", "{\"version\": \"" + VERSION + "\"}\n", true);
    }

    private Reply counters() {
        return new Reply(200, Metrics.CONTENT_TYPE, Metrics.text(proxies.all()), true);
    }

    private Reply reset() throws ApiError {
        proxies.reset();
        return Reply.noContent();
    }

    private Reply createProxy(Request request) throws ApiError {
        ProxyInput input = ProxyInput.create(bodies.proxy(request.body()));
        return Reply.json(201, proxies.create(input).json());
    }

    private Reply updateProxy(String name, Request request) throws ApiError {
        FaultProxy proxy = proxies.get(name);
        proxy.update(ProxyInput.update(bodies.proxy(request.body()), proxy.asInput()));
        return Reply.json(200, proxy.json());
    }

    private Reply deleteProxy(String name) throws ApiError {
        proxies.delete(name);
        return Reply.noContent();
    }

    /** Unlike other errors, these are JSON by type too, and list what was made before the failure. */
    private Reply populate(Request request) {
        List<FaultProxy> made = new ArrayList<>();
        try {
            proxies.populate(ProxyInput.populate(bodies.proxies(request.body())), made);
            return Reply.json(201, "{\"proxies\":" + list(made) + "}");
        } catch (ApiError e) {
            return Reply.json(e.status(), Reply.errorFields(e) + ",\"proxies\":" + list(made) + "}");
        }
    }

    private static String list(List<FaultProxy> made) {
        return made.isEmpty() ? "null" : made.stream().map(FaultProxy::json).collect(Collectors.joining(",", "[", "]"));
    }

    private Reply createToxic(String proxy, Request request) throws ApiError {
        LiveToxics target = proxies.get(proxy).toxics();
        List<Toxic> added = target.add(bodies.toxic(request.body()));
        return Reply.json(200, added.size() == 1 ? added.get(0).json() : new Toxics(added).json());
    }

    private Reply updateToxic(String proxy, String name, Request request) throws ApiError {
        LiveToxics target = proxies.get(proxy).toxics();
        Toxic current = target.get(name);
        return Reply.json(
                200, target.update(current, bodies.toxic(request.body())).json());
    }

    private Reply deleteToxic(String proxy, String name) throws ApiError {
        LiveToxics target = proxies.get(proxy).toxics();
        Toxic gone = target.get(name);
        target.remove(toxic -> toxic == gone);
        return Reply.noContent();
    }
}
