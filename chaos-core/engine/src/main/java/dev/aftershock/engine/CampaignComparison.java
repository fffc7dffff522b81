package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.statistics.ChangePoints;
import dev.aftershock.statistics.TwoVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a newer version recovers worse than an older one, by campaigns of the same experiment.
 *
 * @param answer the answer
 * @param why in one line
 * @param details the figures behind it, a line each
 */
public record CampaignComparison(Answer answer, String why, List<String> details) {

    /** Fixed, so that the same campaigns always get the same answer from a test that draws permutations. */
    private static final long SEED = 1;

    /** Copies the list. */
    public CampaignComparison {
        details = List.copyOf(details);
    }

    /** What a comparison can say. */
    public enum Answer {
        /** Slower by more than the margin, or writes are lost that were not before. */
        REGRESSION("regression", 1),
        /** Not slower by more than the margin. */
        NO_REGRESSION("no regression", 0),
        /** The trials cannot tell. */
        NOT_ENOUGH_TRIALS("not enough trials", 2);

        private final String words;
        private final int exitCode;

        Answer(String words, int exitCode) {
            this.words = words;
            this.exitCode = exitCode;
        }

        /** The answer in words. */
        public String words() {
            return words;
        }

        /** The exit code of the command line for it. */
        public int exitCode() {
            return exitCode;
        }
    }

    /**
     * A campaign with the name that it goes by.
     *
     * @param name for messages, such as its folder
     * @param campaign the campaign
     */
    public record Version(String name, Campaign campaign) {}

    /**
     * Compares versions, the oldest first: two by the shift of R3, more by the change points of R3 over all trials.
     *
     * @param versions at least two campaigns of the same experiment
     * @param margin by how much R3 may grow
     * @param confidence above 0 and below 1
     * @throws InvalidInputException when they are not about the same experiment, with every difference
     */
    public static CampaignComparison of(List<Version> versions, CampaignMargin margin, double confidence) {
        List<CampaignTimes> times = versions.stream()
                .map(version -> new CampaignTimes(version.name(), version.campaign()))
                .toList();
        checkSame(times);
        List<String> details = new ArrayList<>();
        times.forEach(each -> details.add(each.line()));
        Optional<String> loss = loss(times);
        if (loss.isPresent()) {
            return new CampaignComparison(Answer.REGRESSION, loss.get(), details);
        }
        int least = TwoVersions.leastTrials(confidence);
        Optional<CampaignTimes> small =
                times.stream().filter(each -> each.points().size() < least).findFirst();
        if (small.isPresent()) {
            String why = small.get().name() + " has "
                    + CampaignTimes.trials(small.get().points().size())
                    + " that count; significance takes at least " + least;
            return new CampaignComparison(Answer.NOT_ENOUGH_TRIALS, why, details);
        }
        return times.size() == 2
                ? shift(times, margin, confidence, details)
                : changes(times, margin, confidence, details);
    }

    private static void checkSame(List<CampaignTimes> times) {
        Problems problems = new Problems();
        for (CampaignTimes each : times.subList(1, times.size())) {
            CampaignTimes.differences(times.get(0), each)
                    .forEach(line -> problems.add(
                            Place.CODE,
                            "the campaigns tried different things: " + line,
                            "campaigns of the same experiment"));
        }
        problems.throwIfAny();
    }

    private static Optional<String> loss(List<CampaignTimes> times) {
        for (int i = 1; i < times.size(); i++) {
            for (CampaignTimes older : times.subList(0, i)) {
                if (times.get(i).losesUnlike(older)) {
                    return Optional.of(times.get(i).name() + " lost acknowledged writes in "
                            + CampaignTimes.trials(times.get(i).losing()) + ", " + older.name() + " in none");
                }
            }
        }
        return Optional.empty();
    }

    private static CampaignComparison shift(
            List<CampaignTimes> times, CampaignMargin margin, double confidence, List<String> details) {
        CampaignTimes before = times.get(0);
        long allowed = margin.nanos(before.median());
        Optional<TwoVersions.Comparison> compared =
                TwoVersions.compare(before.points(), times.get(1).points(), confidence);
        if (compared.isEmpty()) {
            return new CampaignComparison(Answer.NOT_ENOUGH_TRIALS, "so few cannot be significant", details);
        }
        TwoVersions.Comparison found = compared.get();
        String shift = "R3 shifted by " + CampaignTimes.shift(found.shift()) + " ["
                + CampaignTimes.shift(found.low()) + ", " + CampaignTimes.shift(found.high()) + "] at "
                + GateText.percent(confidence) + " % confidence";
        details.add(String.format(Locale.ROOT, "%s (p = %.3f)", shift, found.pValue()));
        details.add("margin " + CampaignTimes.shift(allowed) + " (" + margin.text() + ")");
        if (found.low() > allowed) {
            return new CampaignComparison(Answer.REGRESSION, shift + ", all of it beyond the margin", details);
        }
        return found.high() <= allowed
                ? new CampaignComparison(Answer.NO_REGRESSION, shift + ", all of it within the margin", details)
                : new CampaignComparison(
                        Answer.NOT_ENOUGH_TRIALS, shift + " straddles the margin; more trials narrow it", details);
    }

    /** Change points of log R3 upper ends, over the trials of all versions in their order. */
    private static CampaignComparison changes(
            List<CampaignTimes> times, CampaignMargin margin, double confidence, List<String> details) {
        List<Long> ends =
                times.stream().flatMap(each -> each.upperEnds().stream()).toList();
        List<Integer> points = ChangePoints.of(
                ends.stream().map(end -> Math.log(Math.max(1, end))).toList(), 1 - confidence, SEED);
        boolean worse = false;
        for (int i = 0; i < points.size(); i++) {
            int from = i == 0 ? 0 : points.get(i - 1);
            int to = i + 1 == points.size() ? ends.size() : points.get(i + 1);
            long before = median(ends.subList(from, points.get(i)));
            long after = median(ends.subList(points.get(i), to));
            boolean slower = after - before > margin.nanos(before);
            worse |= slower;
            details.add("change at " + trial(times, points.get(i)) + ": median upper end of R3 from "
                    + CampaignTimes.time(before) + " to " + CampaignTimes.time(after)
                    + (slower ? ", beyond the margin" : ""));
        }
        details.add("margin " + margin.text() + ", significance " + GateText.percent(1 - confidence) + " %");
        String why = points.isEmpty()
                ? "no change over " + times.size() + " versions was found"
                : points.size() + (points.size() == 1 ? " change was" : " changes were") + " found";
        return new CampaignComparison(worse ? Answer.REGRESSION : Answer.NO_REGRESSION, why, details);
    }

    private static long median(List<Long> values) {
        return CampaignSight.median(values.stream().sorted().toList());
    }

    /** In which version a place in the joined series lies. */
    private static String trial(List<CampaignTimes> times, int index) {
        int left = index;
        for (CampaignTimes each : times) {
            int size = each.upperEnds().size();
            if (left < size) {
                return each.name() + ", its trial " + (left + 1);
            }
            left -= size;
        }
        throw new IllegalArgumentException("no trial " + index);
    }
}
