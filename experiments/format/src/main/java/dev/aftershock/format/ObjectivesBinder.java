package dev.aftershock.format;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Places;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds {@code objectives: {rto: 5s, rpo: 0 writes, clock: fault, mtd: 1m, work-recovery: 30s}}. */
final class ObjectivesBinder {

    static final List<String> KEYS = List.of("rto", "rpo", "clock", "mtd", "work-recovery");

    /** A number of writes, as a regular expression for the schema. */
    static final String RPO = "^\\d{1,9} ?writes?$";

    /** The words for where the clock begins. */
    static final List<String> CLOCKS =
            Arrays.stream(Objectives.Start.values()).map(Objectives.Start::word).toList();

    private static final Pattern WRITES = Pattern.compile("(\\d{1,9}) ?writes?");
    private static final String EXPECTED = "{rto: 5s, rpo: 0 writes}, or one of the two";

    private final Problems problems;
    private final Places places;

    ObjectivesBinder(Problems problems, Places places) {
        this.problems = problems;
        this.places = places;
    }

    /** The objectives; what is wrong in them is added as problems. */
    Optional<Objectives> bind(Value.Keyed root) {
        Value value = root.entries().get("objectives");
        if (value == null) {
            problems.add(root.place(), "the setting 'objectives' is missing", EXPECTED);
            return Optional.empty();
        }
        if (!(value instanceof Value.Keyed written) || written.entries().isEmpty()) {
            problems.add(value.place(), "'objectives' is " + value.described(), EXPECTED);
            return Optional.empty();
        }
        Written.rejectUnknownKeys(written, KEYS, problems);
        Optional<Duration> rto = duration(written, "rto");
        Optional<Objectives.Rpo> rpo =
                Optional.ofNullable(written.entries().get("rpo")).flatMap(this::rpo);
        Objectives.Start clock = Optional.ofNullable(written.entries().get("clock"))
                .map(this::clock)
                .orElse(Objectives.Start.FAULT);
        try {
            Objectives objectives =
                    new Objectives(rto, rpo, clock, duration(written, "mtd"), duration(written, "work-recovery"));
            places.put(objectives, written);
            return Optional.of(objectives);
        } catch (IllegalArgumentException e) {
            problems.add(value.place(), e.getMessage(), "rto + work-recovery <= mtd");
            return Optional.empty();
        }
    }

    private Optional<Duration> duration(Value.Keyed written, String key) {
        Optional<Value> value = Optional.ofNullable(written.entries().get(key));
        Optional<Duration> duration =
                value.flatMap(Written::text).flatMap(Quantities::duration).filter(given -> !given.isZero());
        if (value.isPresent() && duration.isEmpty()) {
            problems.add(
                    value.get().place(),
                    "'" + key + "' is " + value.get().described(),
                    Quantities.DURATION_EXAMPLES + ", above 0s");
        }
        return duration;
    }

    private Objectives.Start clock(Value value) {
        String text = Written.text(value).orElse("");
        for (Objectives.Start start : Objectives.Start.values()) {
            if (start.word().equals(text)) {
                return start;
            }
        }
        problems.addUnknown(value.place(), "start of the clock", text, CLOCKS);
        return Objectives.Start.FAULT;
    }

    private Optional<Objectives.Rpo> rpo(Value value) {
        Optional<Objectives.Rpo> rpo = Written.text(value).flatMap(ObjectivesBinder::rpo);
        if (rpo.isEmpty()) {
            problems.add(
                    value.place(),
                    "'rpo' is " + value.described(),
                    "a number of writes or an age, such as 0 writes or 1s");
        }
        return rpo;
    }

    private static Optional<Objectives.Rpo> rpo(String text) {
        Matcher writes = WRITES.matcher(text);
        return writes.matches()
                ? Optional.of(new Objectives.Writes(Long.parseLong(writes.group(1))))
                : Quantities.duration(text).map(Objectives.Age::new);
    }
}
