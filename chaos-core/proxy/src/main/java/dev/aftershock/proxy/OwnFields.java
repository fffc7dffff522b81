package dev.aftershock.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The members of a request that Toxiproxy does not have. Unlike its own they are strict: what is out of range or of
 * another type is refused with its name, its value and what was expected. Keys match as Toxiproxy's do, and {@code null}
 * means absent.
 */
final class OwnFields {
    private static final int SHOWN_CHARS = 60;
    private static final String LABEL = "[A-Za-z0-9._-]{1,128}";

    private final Map<String, Json> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final String where;
    private final String path;

    private OwnFields(Json body, String where, String path) {
        this.where = where;
        this.path = path;
        if (body instanceof Json.Obj object) {
            object.members().stream()
                    .filter(member -> !(member.value() instanceof Json.Null))
                    .forEach(member -> values.put(member.key(), member.value()));
        }
    }

    /** The members of {@code body}; none if it is no object, which Toxiproxy's own checks have judged by then. */
    static OwnFields of(Json body) {
        return of(body, "");
    }

    /** The same, for one of many: refusals say {@code where} it is. */
    static OwnFields of(Json body, String where) {
        return new OwnFields(body, where, "");
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Long> integer(String key, long least, long most) throws ApiError {
        Optional<Json> given = value(key);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String expected = "a whole number from " + least + " to " + most;
        if (!(given.get() instanceof Json.Num number) || !number.literal().matches("-?\\d{1,18}")) {
            throw wrong(key, expected);
        }
        long value = Long.parseLong(number.literal());
        if (value < least || value > most) {
            throw wrong(key, expected);
        }
        return Optional.of(value);
    }

    Optional<Boolean> flag(String key) throws ApiError {
        Optional<Json> given = value(key);
        if (given.isPresent() && !(given.get() instanceof Json.Bool)) {
            throw wrong(key, "true or false");
        }
        return given.map(json -> ((Json.Bool) json).value());
    }

    /** The members of the object that {@code key} holds. */
    OwnFields object(String key) throws ApiError {
        Json given = value(key).orElse(new Json.Null());
        if (!(given instanceof Json.Obj)) {
            throw wrong(key, "an object");
        }
        return new OwnFields(given, where, path + key + ".");
    }

    /** A name that can stand in a path. */
    Optional<String> label(String key) throws ApiError {
        return text(key, LABEL, "1 to 128 of the characters A-Z a-z 0-9 . _ -");
    }

    /** A name, or the empty text for none. */
    Optional<String> labelOrEmpty(String key) throws ApiError {
        return text(key, "|" + LABEL, "at most 128 of the characters A-Z a-z 0-9 . _ -");
    }

    /** One of a few words. */
    Optional<String> oneOf(String key, String... words) throws ApiError {
        return text(key, String.join("|", words), "one of " + String.join(", ", words));
    }

    private Optional<String> text(String key, String pattern, String expected) throws ApiError {
        Optional<Json> given = value(key);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.get() instanceof Json.Str text && text.value().matches(pattern)) {
            return Optional.of(text.value());
        }
        throw wrong(key, expected);
    }

    /** The items of an array; none if it is absent. */
    List<Json> list(String key, int most) throws ApiError {
        Optional<Json> given = value(key);
        if (given.isEmpty()) {
            return List.of();
        }
        if (given.get() instanceof Json.Arr array && array.items().size() <= most) {
            return array.items();
        }
        throw wrong(key, "an array of at most " + most);
    }

    /** The refusal of one item of a list, counted from 1. */
    ApiError badItem(String key, int number, ApiError why) {
        return ApiError.badBody(key + where + ": " + number + ": " + why.text());
    }

    /** The refusal of what {@code key} holds, or of its absence. */
    ApiError wrong(String key, String expected) {
        String shown = value(key).map(OwnFields::show).orElse("absent");
        return ApiError.badBody(path + key + where + " is " + shown + "; expected " + expected);
    }

    private Optional<Json> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    private static String show(Json value) {
        String whole =
                switch (value.kind()) {
                    case "number" -> ((Json.Num) value).literal();
                    case "string" -> "'" + ((Json.Str) value).value() + "'";
                    case "bool" -> String.valueOf(((Json.Bool) value).value());
                    default -> "an " + value.kind().toLowerCase(Locale.ROOT);
                };
        return whole.length() <= SHOWN_CHARS ? whole : whole.substring(0, SHOWN_CHARS) + "...";
    }
}
