package dev.aftershock.format;

import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Places;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds {@code objectives: {rto: 5s, rpo: 0 writes}}. */
final class ObjectivesBinder {

    static final List<String> KEYS = List.of("rto", "rpo");

    /** A number of writes, as a regular expression for the schema. */
    static final String RPO = "^\\d{1,9} ?writes?$";

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
        Objectives objectives = new Objectives(
                Optional.ofNullable(written.entries().get("rto")).flatMap(this::rto),
                Optional.ofNullable(written.entries().get("rpo")).flatMap(this::rpo));
        places.put(objectives, written);
        return Optional.of(objectives);
    }

    private Optional<Duration> rto(Value value) {
        Optional<Duration> rto =
                Written.text(value).flatMap(Quantities::duration).filter(duration -> !duration.isZero());
        if (rto.isEmpty()) {
            problems.add(value.place(), "'rto' is " + value.described(), Quantities.DURATION_EXAMPLES + ", above 0s");
        }
        return rto;
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
