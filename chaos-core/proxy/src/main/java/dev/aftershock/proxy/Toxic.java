package dev.aftershock.proxy;

/**
 * One toxic as the API shows it; immutable, so that every connection sees whole values.
 *
 * @param id what stays the same through updates, and differs when a toxic of the same name is made again
 * @param stream the stream as the client typed it; Toxiproxy echoes that
 * @param settings what its attributes say
 * @param life what it has beyond Toxiproxy's
 */
record Toxic(
        long id,
        String name,
        ToxicType type,
        String stream,
        Direction direction,
        float toxicity,
        Settings settings,
        ToxicLife life) {

    /** The whole number that an attribute is set to; 0 when it is not. */
    long setting(String attribute) {
        return settings.whole(attribute);
    }

    Toxic changed(float newToxicity, Settings newSettings) {
        return new Toxic(id, name, type, stream, direction, newToxicity, newSettings, life);
    }

    /** The same, of which a schedule lets only a part act. */
    Toxic atStrength(double part) {
        return new Toxic(id, name, type, stream, direction, toxicity, settings.atStrength(part), life);
    }

    /** Whether its schedule lets it act now. */
    boolean isOn() {
        return settings.strength() > 0;
    }

    /** Whether this is {@code before} at another point of its schedule, and not what a request made of it. */
    boolean onlyMovedOn(Toxic before) {
        return settings.sameGiven(before.settings) && toxicity == before.toxicity;
    }

    Toxic living(ToxicLife changed) {
        return new Toxic(id, name, type, stream, direction, toxicity, settings, changed);
    }

    String json() {
        return "{\"attributes\":" + settings.json()
                + ",\"name\":" + JsonWriter.quote(name)
                + ",\"type\":" + JsonWriter.quote(type.name())
                + ",\"stream\":" + JsonWriter.quote(stream)
                + ",\"toxicity\":" + JsonWriter.number(toxicity) + life.json() + "}";
    }
}
