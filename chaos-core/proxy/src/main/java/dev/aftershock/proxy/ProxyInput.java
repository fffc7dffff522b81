package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Field;
import dev.aftershock.proxy.GoDecoder.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request says a proxy should be.
 *
 * @param toxics those of a new proxy; a change leaves them alone
 */
record ProxyInput(String name, String listen, String upstream, boolean enabled, ProxyExtras extras, Toxics toxics) {
    private static final String ONE_OF_MANY = "struct { toxiproxy.Proxy; Enabled *bool \"json:\\\"enabled\\\"\" }";
    private static final ProxyInput EMPTY = new ProxyInput("", "", "", true, ProxyExtras.NONE, Toxics.NONE);

    /** A new proxy: everything but {@code enabled} starts empty. */
    static ProxyInput create(Json body) throws ApiError {
        return decode(body, EMPTY).required("").extended(body, "").poisoned(body, "");
    }

    /** A change: what the request leaves out stays as it is in {@code current}; the name never changes. */
    static ProxyInput update(Json body, ProxyInput current) throws ApiError {
        ProxyInput input = decode(body, current);
        ProxyInput changed = new ProxyInput(
                        current.name(),
                        input.listen(),
                        input.upstream(),
                        input.enabled(),
                        current.extras(),
                        current.toxics())
                .extended(body, "");
        if (changed.extras().udp() != current.extras().udp()) {
            throw OwnFields.of(body).wrong("protocol", "what it was made with: make another proxy");
        }
        return changed;
    }

    /** The array of a populate request, checked as a whole before anything is created. */
    static List<ProxyInput> populate(Json body) throws ApiError {
        if (body instanceof Json.Null) {
            return List.of();
        }
        if (!(body instanceof Json.Arr array)) {
            throw ApiError.badBody("json: cannot unmarshal " + body.kind() + " into Go value of type []" + ONE_OF_MANY);
        }
        List<ProxyInput> inputs = new ArrayList<>();
        for (Json item : array.items()) {
            inputs.add(decodeOneOfMany(item));
        }
        for (int i = 0; i < inputs.size(); i++) {
            String where = " at proxy " + (i + 1);
            inputs.set(
                    i,
                    inputs.get(i)
                            .required(where)
                            .extended(array.items().get(i), where)
                            .poisoned(array.items().get(i), where));
        }
        return List.copyOf(inputs);
    }

    private static ProxyInput decode(Json body, ProxyInput current) throws ApiError {
        Field[] fields = fields("Proxy", "Proxy.enabled");
        return current.with(GoDecoder.decode(body, "Go value of type toxiproxy.Proxy", fields));
    }

    private static ProxyInput decodeOneOfMany(Json item) throws ApiError {
        Field[] fields = fields(".Proxy", ".enabled");
        return EMPTY.with(GoDecoder.decode(item, "Go value of type " + ONE_OF_MANY, fields));
    }

    private static Field[] fields(String struct, String enabledPath) {
        return new Field[] {
            Field.of(struct, "name", Kind.STRING),
            Field.of(struct, "listen", Kind.STRING),
            Field.of(struct, "upstream", Kind.STRING),
            new Field("enabled", Kind.BOOL, enabledPath, "bool")
        };
    }

    private ProxyInput with(GoDecoder body) {
        return new ProxyInput(
                body.string("name").orElse(name),
                body.string("listen").orElse(listen),
                body.string("upstream").orElse(upstream),
                body.bool("enabled").orElse(enabled),
                extras,
                toxics);
    }

    /** With the fields that Toxiproxy does not have, judged after all of its own. */
    private ProxyInput extended(Json body, String where) throws ApiError {
        return new ProxyInput(name, listen, upstream, enabled, extras.with(OwnFields.of(body, where), enabled), toxics);
    }

    /** With the toxics that it is to have from its first connection on. */
    private ProxyInput poisoned(Json body, String where) throws ApiError {
        return new ProxyInput(
                name, listen, upstream, enabled, extras, ToxicInput.all(OwnFields.of(body, where), extras.udp()));
    }

    private ProxyInput required(String where) throws ApiError {
        if (name.isEmpty()) {
            throw ApiError.missingField("name" + where);
        }
        if (upstream.isEmpty()) {
            throw ApiError.missingField("upstream" + where);
        }
        return this;
    }
}
