package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Field;
import dev.aftershock.proxy.GoDecoder.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the bodies that create or change a toxic, with Toxiproxy's order of checks. */
final class ToxicInput {
    private static final String WRAPPER = "ToxicWrapper";
    private static final String UPDATE =
            "struct { Attributes interface {} \"json:\\\"attributes\\\"\"; Toxicity float32 \"json:\\\"toxicity\\\"\" }";

    private static final String BOTH = "both";
    private static final int MAX_AT_ONCE = 256;

    private ToxicInput() {}

    /** What a request for new toxics says. */
    private record Asked(Json body, GoDecoder fields, Toxics existing) {}

    /**
     * New toxics for a proxy that already has {@code existing}, numbered from {@code firstId}: one, or one for each
     * direction if the stream is {@code both}. Checks in Toxiproxy's order: body, stream, type, duplicate name, attributes.
     */
    static List<Toxic> create(Json body, Toxics existing, long firstId) throws ApiError {
        Asked asked = new Asked(body, fields(body), existing);
        String stream = asked.fields().string("stream").orElse("downstream");
        Optional<String> name = asked.fields().string("name").filter(n -> !n.isEmpty());
        String typeName = asked.fields().string("type").orElse("");
        if (!stream.equalsIgnoreCase(BOTH)) {
            return List.of(toxic(asked, name.orElse(typeName + "_" + stream), stream, firstId));
        }
        List<Toxic> pair = new ArrayList<>();
        for (String one : List.of("upstream", "downstream")) {
            pair.add(toxic(asked, name.orElse(typeName) + "_" + one, one, firstId + pair.size()));
        }
        return List.copyOf(pair);
    }

    private static GoDecoder fields(Json body) throws ApiError {
        return GoDecoder.decode(
                body,
                "Go value of type toxics.ToxicWrapper",
                new Field("attributes", Kind.OBJECT, WRAPPER + ".attributes", "toxics.NoopToxic"),
                Field.of(WRAPPER, "name", Kind.STRING),
                Field.of(WRAPPER, "type", Kind.STRING),
                Field.of(WRAPPER, "stream", Kind.STRING),
                Field.of(WRAPPER, "toxicity", Kind.FLOAT32));
    }

    private static Toxic toxic(Asked asked, String name, String stream, long id) throws ApiError {
        Direction direction = Direction.parse(stream)
                .orElseThrow(() -> new ApiError(400, "stream was invalid, can be either upstream or downstream"));
        ToxicType type = ToxicTypes.find(asked.fields().string("type").orElse(""))
                .orElseThrow(() -> new ApiError(400, "invalid toxic type"));
        if (asked.existing().find(name).isPresent()) {
            throw new ApiError(409, "toxic already exists");
        }
        Settings settings = Settings.read(type, asked.fields().object("attributes"), Settings.none());
        OwnFields own = OwnFields.of(asked.body());
        ToxicLife life = new ToxicLife(Lease.read(own, Optional.empty()), Schedule.read(own, type, Optional.empty()));
        float toxicity = asked.fields().decimal("toxicity").orElse(1f);
        return checked(new Toxic(id, name, type, stream, direction, toxicity, settings, life))
                .atStrength(life.strengthAt(Nanos.now()));
    }

    /** The toxics of a proxy that is made together with them; all of them can be made, or none. */
    static Toxics all(OwnFields proxy, boolean udp) throws ApiError {
        Toxics all = Toxics.NONE;
        List<Json> items = proxy.list("toxics", MAX_AT_ONCE);
        for (int i = 0; i < items.size(); i++) {
            try {
                List<Toxic> made = create(items.get(i), all, all.inOrder().size());
                DatagramToxic.checkAll(made, udp);
                for (Toxic toxic : made) {
                    all = all.with(toxic);
                }
            } catch (ApiError e) {
                throw proxy.badItem("toxics", i + 1, e);
            }
        }
        return all;
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
        Settings settings = Settings.read(current.type(), fields.object("attributes"), current.settings());
        Optional<Float> toxicity = fields.decimal("toxicity");
        Toxic changed = checked(current.changed(toxicity.orElse(current.toxicity()), settings));
        return changed.atStrength(current.settings().strength());
    }

    private static Toxic checked(Toxic toxic) throws ApiError {
        toxic.type().check(toxic);
        return toxic;
    }
}
