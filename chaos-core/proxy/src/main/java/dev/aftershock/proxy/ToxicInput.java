package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Field;
import dev.aftershock.proxy.GoDecoder.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the bodies that create or change a toxic, with Toxiproxy's order of checks. */
final class ToxicInput {
    private static final String WRAPPER = "ToxicWrapper";
    private static final String UPDATE =
            "struct { Attributes interface {} \"json:\\\"attributes\\\"\"; Toxicity float32 \"json:\\\"toxicity\\\"\" }";

    private ToxicInput() {}

    /** A new toxic for a proxy that already has {@code existing}: body, stream, type, duplicate name, attributes. */
    static Toxic create(Json body, Toxics existing, long id) throws ApiError {
        GoDecoder fields = GoDecoder.decode(
                body,
                "Go value of type toxics.ToxicWrapper",
                new Field("attributes", Kind.OBJECT, WRAPPER + ".attributes", "toxics.NoopToxic"),
                Field.of(WRAPPER, "name", Kind.STRING),
                Field.of(WRAPPER, "type", Kind.STRING),
                Field.of(WRAPPER, "stream", Kind.STRING),
                Field.of(WRAPPER, "toxicity", Kind.FLOAT32));
        String stream = fields.string("stream").orElse("downstream");
        Direction direction = Direction.parse(stream)
                .orElseThrow(() -> new ApiError(400, "stream was invalid, can be either upstream or downstream"));
        String typeName = fields.string("type").orElse("");
        String name = fields.string("name").filter(n -> !n.isEmpty()).orElse(typeName + "_" + stream);
        ToxicType type = ToxicTypes.find(typeName).orElseThrow(() -> new ApiError(400, "invalid toxic type"));
        if (existing.find(name).isPresent()) {
            throw new ApiError(409, "toxic already exists");
        }
        Map<String, Long> settings = settings(type, fields.object("attributes"), Map.of());
        ToxicLife life = new ToxicLife(Lease.read(OwnFields.of(body), Optional.empty()));
        return checked(new Toxic(
                id, name, type, stream, direction, fields.decimal("toxicity").orElse(1f), settings, life));
    }

    /** {@code current} with the attributes and toxicity that the body names; everything else in it is ignored. */
    static Toxic update(Json body, Toxic current) throws ApiError {
        GoDecoder fields = GoDecoder.decode(
                body,
                "Go value of type " + UPDATE,
                new Field(
                        "attributes",
                        Kind.OBJECT,
                        ".attributes",
                        "toxics." + current.type().goName()),
                Field.of("", "toxicity", Kind.FLOAT32));
        Map<String, Long> settings = settings(current.type(), fields.object("attributes"), current.settings());
        Optional<Float> toxicity = fields.decimal("toxicity");
        return checked(current.changed(toxicity.orElse(current.toxicity()), settings));
    }

    private static Map<String, Long> settings(ToxicType type, Json attributes, Map<String, Long> current)
            throws ApiError {
        String struct = type.goName() + ".attributes";
        Field[] known = type.attributes().stream()
                .map(attribute -> Field.of(struct, attribute, type.kind(attribute)))
                .toArray(Field[]::new);
        GoDecoder given = GoDecoder.decode(attributes, "Go value of type toxics." + type.goName(), known);
        Map<String, Long> settings = new LinkedHashMap<>();
        for (String attribute : type.attributes()) {
            settings.put(attribute, given.integer(attribute).orElse(current.getOrDefault(attribute, 0L)));
        }
        return Collections.unmodifiableMap(settings);
    }

    private static Toxic checked(Toxic toxic) throws ApiError {
        toxic.type().check(toxic);
        return toxic;
    }
}
