package dev.aftershock.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server's proxies by name. Called from the API's thread; works on the event loop, each call under a deadline. */
final class Proxies {

    private static final long CALL_SECONDS = 5;

    private final EventLoop loop;
    private final long seed;
    private final Map<String, FaultProxy> byName = new TreeMap<>();

    Proxies(EventLoop loop, long seed) {
        this.loop = loop;
        this.seed = seed;
    }

    JsonNode list() {
        return onLoop(() -> {
            ObjectNode all = Json.object();
            byName.forEach((name, proxy) -> all.set(name, proxy.json()));
            return all;
        });
    }

    JsonNode show(String name) {
        return onLoop(() -> find(name).json());
    }

    JsonNode create(Fields fields) {
        String name = required(fields, "name");
        String upstream = required(fields, "upstream");
        String listen = fields.text("listen").orElse("");
        boolean enabled = fields.flag("enabled").orElse(true);
        FaultProxy proxy = new FaultProxy(loop, seed, name);
        onLoop(() -> {
            if (byName.containsKey(name)) {
                throw new ApiException(409, "proxy already exists");
            }
            return byName.put(name, proxy);
        });
        try {
            proxy.configure(listen, upstream, enabled);
        } catch (ApiException e) {
            onLoop(() -> byName.remove(name, proxy));
            throw e;
        }
        return onLoop(proxy::json);
    }

    private static String required(Fields fields, String name) {
        return fields.text(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new ApiException(400, "missing required field: " + name));
    }

    JsonNode update(String name, Fields fields) {
        FaultProxy proxy = onLoop(() -> find(name));
        proxy.configure(
                fields.text("listen").orElse(proxy.listen()),
                fields.text("upstream").orElse(proxy.upstream()),
                fields.flag("enabled").orElse(proxy.enabled()));
        return onLoop(proxy::json);
    }

    void delete(String name) {
        FaultProxy proxy = onLoop(() -> {
            FaultProxy found = find(name);
            byName.remove(name);
            return found;
        });
        proxy.stop();
    }

    void reset() {
        for (FaultProxy proxy : onLoop(() -> java.util.List.copyOf(byName.values()))) {
            proxy.configure(proxy.listen(), proxy.upstream(), true);
            onLoop(() -> {
                proxy.toxics().removeAll();
                return true;
            });
        }
    }

    void closeAll() {
        for (FaultProxy proxy : onLoop(() -> java.util.List.copyOf(byName.values()))) {
            proxy.stop();
        }
    }

    JsonNode toxics(String name) {
        return onLoop(() -> {
            ArrayNode all = Json.array();
            find(name).toxics().inOrder().forEach(toxic -> all.add(toxic.json()));
            return all;
        });
    }

    JsonNode toxic(String name, String toxic) {
        return onLoop(() -> find(name).toxics().find(toxic).json());
    }

    JsonNode addToxic(String name, Fields fields) {
        return onLoop(() -> find(name).toxics().add(Toxic.of(fields)).json());
    }

    JsonNode updateToxic(String name, String toxic, Fields fields) {
        return onLoop(() -> find(name).toxics().update(toxic, fields).json());
    }

    void removeToxic(String name, String toxic) {
        onLoop(() -> {
            find(name).toxics().remove(toxic);
            return true;
        });
    }

    private FaultProxy find(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow(() -> new ApiException(404, "proxy not found"));
    }

    private <T> T onLoop(Callable<T> work) {
        return await(loop.submit(work));
    }

    /** Waits for work on the loop; a piece that hangs ends the call, never the server. */
    static <T> T await(Future<T> work) {
        try {
            return work.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new ApiException(500, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new ApiException(500, "the proxy did not answer within " + CALL_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(500, "the server is ending");
        }
    }
}
