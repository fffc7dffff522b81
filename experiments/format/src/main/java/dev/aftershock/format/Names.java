package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of one sort of thing: well-formed, and each given once. */
final class Names {

    static final String PATTERN = "[a-z0-9][a-z0-9-]{0,39}";

    private static final Pattern WELL_FORMED = Pattern.compile(PATTERN);

    private final String what;
    private final Problems problems;
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> given = new LinkedHashSet<>();

    Names(String what, Problems problems) {
        this.what = what;
        this.problems = problems;
    }

    /** Takes a name that a file gives. */
    void give(String name, Place place) {
        if (!WELL_FORMED.matcher(name).matches()) {
            String shown = new Value.Scalar(name, place).described();
            problems.add(
                    place,
                    "the " + what + " is named " + shown,
                    "at most 40 lower-case letters, digits and dashes, the first no dash");
        }
        giveMade(name, place);
    }

    /** Takes a name that was made from the place of something without one. */
    void giveMade(String name, Place place) {
        Place first = places.putIfAbsent(name, place);
        if (first != null) {
            String shown = new Value.Scalar(name, place).described();
            problems.add(
                    place, "a second " + what + " is named " + shown + ", the first at " + first, "each name once");
        }
        given.add(name);
    }

    /** Checks that a name written somewhere else was given. */
    void use(String name, Place place, Problems into) {
        if (!given.contains(name)) {
            into.addUnknown(place, what, name, given);
        }
    }
}
