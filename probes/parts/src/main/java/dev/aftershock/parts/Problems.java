package dev.aftershock.parts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects every problem of one input, so that all are reported at once. Not thread-safe: one reader, one collector. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Adds a problem without a suggestion; {@code expected} may be empty. */
    public void add(Place place, String what, String expected) {
        found.add(new Problem(place, what, expected, ""));
    }

    /** Adds a problem about a word that is not one of {@code known}, suggesting the nearest. */
    public void addUnknown(Place place, String whatKind, String word, Collection<String> known) {
        String expected = known.isEmpty()
                ? "nothing here"
                : "one of " + String.join(", ", known.stream().sorted().toList());
        String what = "unknown " + whatKind + " '" + Words.shortened(word) + "'";
        found.add(new Problem(place, what, expected, Suggestion.nearest(word, known)));
    }

    /** Adds a problem made elsewhere. */
    public void add(Problem problem) {
        found.add(problem);
    }

    /** Whether anything was found. */
    public boolean any() {
        return !found.isEmpty();
    }

    /** How many problems were found so far; lets a caller see whether a step added any. */
    public int count() {
        return found.size();
    }

    /** All problems in the order of their places. */
    public List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparing(
                                (Problem problem) -> problem.place().source())
                        .thenComparing(problem -> problem.place().line())
                        .thenComparing(problem -> problem.place().column()))
                .toList();
    }

    /**
     * Ends the reading when anything was found.
     *
     * @throws InvalidInputException holding all problems
     */
    public void throwIfAny() {
        throwIfAny(Mask.ofShapes());
    }

    /**
     * The same without the secrets that a mask hides.
     *
     * @throws InvalidInputException holding all problems
     */
    public void throwIfAny(Mask mask) {
        if (any()) {
            throw new InvalidInputException(
                    all().stream().map(problem -> problem.masked(mask)).toList());
        }
    }
}
