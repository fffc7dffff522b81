package dev.aftershock.proxy;

/**
 * One attribute of a toxic type.
 *
 * @param name as in the API
 * @param kind what Go's decoder would call its type in an error
 * @param own whether Toxiproxy does not know it; an answer shows it only when it is not 0 or empty
 * @param grows whether a ramp makes it grow from 0
 */
record Attribute(String name, GoDecoder.Kind kind, boolean own, boolean grows) {

    /** A whole number that Toxiproxy knows. */
    static Attribute of(String name) {
        return new Attribute(name, GoDecoder.Kind.INT64, false, false);
    }

    /** A number that Toxiproxy reads as another type than its usual one. */
    static Attribute of(String name, GoDecoder.Kind kind) {
        return new Attribute(name, kind, false, false);
    }

    /** A whole number of ours. */
    static Attribute own(String name) {
        return own(name, GoDecoder.Kind.INT64);
    }

    /** Anything of ours. */
    static Attribute own(String name, GoDecoder.Kind kind) {
        return new Attribute(name, kind, true, false);
    }

    /** The same, growing in a ramp. */
    Attribute growing() {
        return new Attribute(name, kind, own, true);
    }

    /** What it is when nobody gave it. */
    Value absent() {
        return switch (kind) {
            case STRING -> Value.NO_TEXT;
            case INT64S -> Value.NO_LIST;
            default -> Value.ZERO;
        };
    }

    /** The value that a request gives. */
    Value read(GoDecoder given, Value current) {
        return switch (kind) {
            case STRING -> given.string(name).<Value>map(Value.Text::new).orElse(current);
            case INT64S -> given.integers(name).<Value>map(Value.Wholes::new).orElse(current);
            default -> given.integer(name).<Value>map(Value.Whole::new).orElse(current);
        };
    }
}
