package dev.aftershock.proxy;

import dev.aftershock.proxy.GoDecoder.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of a toxic's attributes, and how much of them acts right now; immutable. */
final class Settings {
    private final Map<Attribute, Value> given;
    private final Map<String, Value> acting = new HashMap<>();
    private final double strength;

    private Settings(Map<Attribute, Value> given, double strength) {
        this.given = given;
        this.strength = strength;
        given.forEach((attribute, value) -> acting.put(attribute.name(), attribute.grows() ? scaled(value) : value));
    }

    /** Whole numbers that no client gave, by attribute. */
    static Settings of(Attribute attribute, long value) {
        return new Settings(Map.of(attribute, new Value.Whole(value)), 1);
    }

    /** What {@code attributes} of a request say, over what {@code current} says or, of a new toxic, over nothing. */
    static Settings read(ToxicType type, Json attributes, Settings current) throws ApiError {
        String struct = type.goName() + ".attributes";
        Field[] known = type.attributes().stream()
                .map(attribute -> Field.of(struct, attribute.name(), attribute.kind()))
                .toArray(Field[]::new);
        GoDecoder request = GoDecoder.decode(attributes, "Go value of type toxics." + type.goName(), known);
        Map<Attribute, Value> values = new LinkedHashMap<>();
        for (Attribute attribute : type.attributes()) {
            Value before = current.given.getOrDefault(attribute, attribute.absent());
            values.put(attribute, attribute.read(request, before));
        }
        return new Settings(values, 1);
    }

    /** Of a toxic that is being made. */
    static Settings none() {
        return new Settings(Map.of(), 1);
    }

    /** The same values, of which a ramp or pause lets only a part act: 0 none, 1 all. */
    Settings atStrength(double part) {
        return new Settings(given, part);
    }

    double strength() {
        return strength;
    }

    /** Whether these differ from {@code other} by their strength at most, and no request came between. */
    boolean sameGiven(Settings other) {
        return given == other.given;
    }

    long whole(String attribute) {
        return acting.get(attribute) instanceof Value.Whole whole ? whole.number() : 0;
    }

    String text(String attribute) {
        return acting.get(attribute) instanceof Value.Text text ? text.text() : "";
    }

    List<Long> wholes(String attribute) {
        return acting.get(attribute) instanceof Value.Wholes wholes ? wholes.numbers() : List.of();
    }

    /** Refuses a number out of range, as it was given. */
    void within(String attribute, long least, long most) throws ApiError {
        long value = whole(attribute);
        if (value < least || value > most) {
            throw wrong(attribute, String.valueOf(value), least + " to " + most);
        }
    }

    /** Refuses a text that is none of {@code words}; the empty text, which stands for the first of them, is one. */
    void oneOf(String attribute, String... words) throws ApiError {
        String value = text(attribute);
        if (!value.isEmpty() && !Arrays.asList(words).contains(value)) {
            throw wrong(attribute, "'" + value + "'", "one of " + String.join(", ", words));
        }
    }

    static ApiError wrong(String attribute, String value, String expected) {
        return ApiError.badBody("attribute " + attribute + " is " + value + "; expected " + expected);
    }

    String json() {
        return given.entrySet().stream()
                .filter(e ->
                        !e.getKey().own() || !e.getValue().equals(e.getKey().absent()))
                .map(e ->
                        JsonWriter.quote(e.getKey().name()) + ":" + e.getValue().json())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private Value scaled(Value value) {
        return value instanceof Value.Whole whole && strength < 1
                ? new Value.Whole(Math.round(whole.number() * strength))
                : value;
    }
}
