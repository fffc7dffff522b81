package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the bodies of requests. Strictly, what Toxiproxy does not know is taken out of them here, before anything else sees
 * it: members of ours are ignored, and a type or stream of ours becomes one that nobody knows.
 */
final class RequestBodies {
    private static final Set<String> PROXY = Set.of("name", "listen", "upstream", "enabled");
    private static final Set<String> TOXIC = Set.of("name", "type", "stream", "toxicity", "attributes");
    private static final Set<String> ATTRIBUTES = ToxicTypes.toxiproxysAttributes();

    private final boolean strict;

    RequestBodies(boolean strict) {
        this.strict = strict;
    }

    Json proxy(String text) throws ApiError {
        Json body = JsonReader.firstValue(text);
        return strict ? only(PROXY, body) : body;
    }

    /** The array of a populate request. */
    Json proxies(String text) throws ApiError {
        Json body = JsonReader.firstValue(text);
        return strict && body instanceof Json.Arr array
                ? new Json.Arr(
                        array.items().stream().map(item -> only(PROXY, item)).toList())
                : body;
    }

    Json toxic(String text) throws ApiError {
        Json body = JsonReader.firstValue(text);
        return strict ? toxic(only(TOXIC, body)) : body;
    }

    private static Json toxic(Json body) {
        if (!(body instanceof Json.Obj object)) {
            return body;
        }
        List<Json.Member> members = new ArrayList<>();
        for (Json.Member member : object.members()) {
            members.add(new Json.Member(member.key(), known(member)));
        }
        return new Json.Obj(members);
    }

    private static Json known(Json.Member member) {
        String key = member.key();
        if (key.equalsIgnoreCase("attributes")) {
            return only(ATTRIBUTES, member.value());
        }
        if (!(member.value() instanceof Json.Str text)) {
            return member.value();
        }
        boolean ours = key.equalsIgnoreCase("type") && !ToxicTypes.isToxiproxys(text.value())
                || key.equalsIgnoreCase("stream") && text.value().equalsIgnoreCase("both");
        return ours ? new Json.Str("") : text;
    }

    /** The members that {@code known} names, in whatever case, if it is an object. */
    private static Json only(Set<String> known, Json body) {
        return body instanceof Json.Obj object
                ? new Json.Obj(object.members().stream()
                        .filter(member -> known.stream().anyMatch(member.key()::equalsIgnoreCase))
                        .toList())
                : body;
    }
}
