package dev.aftershock.proxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the members of one JSON object by Go's rules: keys match without regard to case, unknown keys are ignored, the
 * last of several equal keys wins, {@code null} leaves a field as it was, and the first wrong type is reported.
 */
final class GoDecoder {
    /** How a field's value is checked; the name is the one Go prints. */
    enum Kind {
        STRING("string"),
        BOOL("bool"),
        INT64("int64"),
        INT("int"),
        FLOAT32("float32"),
        INT64S("[]int64"),
        OBJECT("");

        private final String goName;

        Kind(String goName) {
            this.goName = goName;
        }
    }

    /** One known field: its key, its kind, and the path and type that Go's error message would name. */
    record Field(String key, Kind kind, String path, String type) {
        static Field of(String struct, String key, Kind kind) {
            return new Field(key, kind, struct + "." + key, kind.goName);
        }
    }

    private final Map<String, Json> values = new HashMap<>();

    private GoDecoder() {}

    /**
     * Decodes an object.
     *
     * @param value the object, or {@code null} for no members
     * @param target what Go's message calls the value when it is neither, for example {@code Go value of type T}
     * @param fields the known fields
     */
    static GoDecoder decode(Json value, String target, Field... fields) throws ApiError {
        GoDecoder decoder = new GoDecoder();
        if (value instanceof Json.Null) {
            return decoder;
        }
        if (!(value instanceof Json.Obj object)) {
            throw mismatch(value.kind(), target);
        }
        for (Json.Member member : object.members()) {
            Optional<Field> field = match(member.key(), fields);
            if (field.isPresent() && !(member.value() instanceof Json.Null)) {
                check(member.value(), field.get());
                decoder.values.put(field.get().key(), member.value());
            }
        }
        return decoder;
    }

    private static Optional<Field> match(String key, Field... fields) {
        for (Field field : fields) {
            if (field.key().equalsIgnoreCase(key)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static void check(Json value, Field field) throws ApiError {
        boolean fits =
                switch (field.kind()) {
                    case STRING -> value instanceof Json.Str;
                    case BOOL -> value instanceof Json.Bool;
                    case OBJECT -> value instanceof Json.Obj;
                    case INT64, INT, FLOAT32 -> value instanceof Json.Num;
                    case INT64S -> value instanceof Json.Arr;
                };
        String target = "Go struct field " + field.path() + " of type " + field.type();
        if (!fits) {
            throw mismatch(value.kind(), target);
        }
        if (value instanceof Json.Arr list) {
            Field item = new Field(field.key(), Kind.INT64, field.path(), Kind.INT64.goName);
            for (Json one : list.items()) {
                check(one, item);
            }
        }
        if (value instanceof Json.Num number && !inRange(number.literal(), field.kind())) {
            throw mismatch("number " + number.literal(), target);
        }
    }

    private static boolean inRange(String literal, Kind kind) {
        if (kind == Kind.FLOAT32) {
            return Float.isFinite(Float.parseFloat(literal));
        }
        try {
            Long.parseLong(literal);
            return true;
        } catch (NumberFormatException notAnInt64) {
            return false;
        }
    }

    private static ApiError mismatch(String kind, String target) {
        return ApiError.badBody("json: cannot unmarshal " + kind + " into " + target);
    }

    Optional<String> string(String key) {
        return values.get(key) instanceof Json.Str text ? Optional.of(text.value()) : Optional.empty();
    }

    Optional<Boolean> bool(String key) {
        return values.get(key) instanceof Json.Bool bool ? Optional.of(bool.value()) : Optional.empty();
    }

    Optional<Long> integer(String key) {
        return values.get(key) instanceof Json.Num number
                ? Optional.of(Long.parseLong(number.literal()))
                : Optional.empty();
    }

    Optional<List<Long>> integers(String key) {
        return values.get(key) instanceof Json.Arr list
                ? Optional.of(list.items().stream()
                        .map(one -> Long.parseLong(((Json.Num) one).literal()))
                        .toList())
                : Optional.empty();
    }

    Optional<Float> decimal(String key) {
        return values.get(key) instanceof Json.Num number
                ? Optional.of(Float.parseFloat(number.literal()))
                : Optional.empty();
    }

    Json object(String key) {
        return values.getOrDefault(key, new Json.Null());
    }
}
