package dev.aftershock.probes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the probes that a composite one asks. */
final class Members {

    private static final int MOST = 64;

    private Members() {}

    /**
     * The names, copied.
     *
     * @throws IllegalArgumentException when there are none, more than 64, or the same one twice
     */
    static List<String> checked(List<String> names) {
        if (names.isEmpty() || names.size() > MOST) {
            throw new IllegalArgumentException("'probes' holds " + names.size() + " names; expected 1 to " + MOST);
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("'probes' is " + names + "; expected each name once");
        }
        return List.copyOf(names);
    }

    /**
     * The probes of these names, in order.
     *
     * @throws InvalidInputException listing every name that no earlier probe has
     */
    static Map<String, Probe> named(List<String> names, ProbeContext context) {
        Problems problems = new Problems();
        Map<String, Probe> found = new LinkedHashMap<>();
        List<String> known = context.others().keySet().stream().sorted().toList();
        for (String name : names) {
            Probe member = context.others().get(name);
            if (member != null) {
                found.put(name, member);
            } else if (name.equals(context.name())) {
                String what = "the probe '" + name + "' names itself in 'probes'";
                problems.add(Place.CODE, what, "names of earlier probes" + (known.isEmpty() ? "" : ": " + known));
            } else {
                problems.addUnknown(Place.CODE, "earlier probe in 'probes' of '" + context.name() + "':", name, known);
            }
        }
        problems.throwIfAny();
        return found;
    }
}
