package dev.aftershock.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Repeated, independent trials of one experiment, and what they show.
 *
 * @param header what was declared before the first trial
 * @param trials in their order, the ones that do not count too
 * @param outcome what they show
 */
public record Campaign(Header header, List<Trial> trials, Outcome outcome) {

    /** Copies the list. */
    public Campaign {
        trials = List.copyOf(trials);
    }

    /** What is tried, the same each time: test reports show parameters, and take another text for another test. */
    @Override
    public String toString() {
        return "campaign of '" + header.subject().getOrDefault("title", "") + "'";
    }

    /** The trials that are evidence, in their order. */
    public List<Trial> counted() {
        return counted(trials);
    }

    /** What it shows, in rows for people: proven, not proven and seen, and which trials are no evidence. */
    public List<String> rows() {
        List<String> rows = new ArrayList<>();
        addRows(rows, "proven", outcome.proven());
        addRows(rows, "not proven", outcome.notProven());
        addRows(rows, "seen", outcome.seen());
        List<String> uncounted = trials.stream()
                .filter(trial -> !trial.counts())
                .map(trial -> "trial " + trial.spec().number() + ": " + trial.verdict())
                .toList();
        addRows(rows, "does not count", uncounted);
        return rows;
    }

    private static void addRows(List<String> rows, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            rows.add(String.format(Locale.ROOT, "  %-15s %s", i == 0 ? name : "", values.get(i)));
        }
    }

    static List<Trial> counted(List<Trial> trials) {
        return trials.stream().filter(Trial::counts).toList();
    }

    /**
     * What was declared before the first trial.
     *
     * @param id names the campaign and its folder
     * @param startedAt the wall clock, ISO-8601 in UTC; for display only
     * @param subject what was tried, fact by fact; two campaigns can be compared when these are equal
     * @param gate the gate in one line
     * @param seed the campaign's seed
     * @param period over which the fault's phase was spread
     */
    public record Header(
            String id, String startedAt, Map<String, String> subject, String gate, long seed, Duration period) {
        /** Copies the map. */
        public Header {
            subject = java.util.Collections.unmodifiableMap(new TreeMap<>(subject));
        }
    }

    /**
     * What the trials so far show.
     *
     * @param ended whether the campaign is over; one that was killed never says so
     * @param verdict the campaign's verdict; INCONCLUSIVE while it goes on
     * @param why the ruling in one line
     * @param bounds the figures that were proven
     * @param proven in plain words
     * @param notProven in plain words
     * @param seen the spread and modes of R3, for people
     */
    public record Outcome(
            boolean ended,
            Verdict verdict,
            String why,
            List<Bound> bounds,
            List<String> proven,
            List<String> notProven,
            List<String> seen) {
        /** Copies the lists. */
        public Outcome {
            bounds = List.copyOf(bounds);
            proven = List.copyOf(proven);
            notProven = List.copyOf(notProven);
            seen = List.copyOf(seen);
        }
    }

    /**
     * A proven bound.
     *
     * @param of what is bounded, such as {@code pass-rate-at-least} or {@code p90-at-most-ns}
     * @param value the bound
     * @param confidence one-sided
     */
    public record Bound(String of, double value, double confidence) {}
}
