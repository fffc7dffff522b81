package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one campaign that are compared with another's; trials that do not count are left out. */
record CampaignTimes(String name, Campaign campaign) {

    /** Stands for a recovery that was never seen: later than any, and yet its distance to any other is a number. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    /** R3 points in the order of the trials. */
    List<Long> points() {
        return recoveries().map(Bracket::point).map(CampaignTimes::finite).toList();
    }

    /** Upper ends of R3 in the order of the trials. */
    List<Long> upperEnds() {
        return recoveries().map(Bracket::high).map(CampaignTimes::finite).toList();
    }

    private java.util.stream.Stream<Bracket> recoveries() {
        return campaign.counted().stream().flatMap(trial -> trial.recovery().stream());
    }

    private static long finite(long nanos) {
        return Math.min(nanos, NEVER);
    }

    long median() {
        return CampaignSight.median(points().stream().sorted().toList());
    }

    /** How many trials lost acknowledged writes, of those that compared any. */
    long losing() {
        return campaign.counted().stream()
                .filter(trial -> trial.lost().orElse(0) > 0)
                .count();
    }

    long compared() {
        return campaign.counted().stream()
                .filter(trial -> trial.lost().isPresent())
                .count();
    }

    /** Whether this one lost writes where the older one had none to show. */
    boolean losesUnlike(CampaignTimes older) {
        return older.compared() > 0 && older.losing() == 0 && losing() > 0;
    }

    String line() {
        List<Long> sorted = points().stream().sorted().toList();
        String times = sorted.isEmpty()
                ? "no R3"
                : "R3 median " + time(median()) + " [" + time(sorted.get(0)) + " .. "
                        + time(sorted.get(sorted.size() - 1)) + "]";
        String loss = compared() == 0 ? "" : ", writes lost in " + losing() + " of " + compared();
        return name + ": " + campaign.counted().size() + " trials, " + times + loss;
    }

    static String time(long nanos) {
        return Nanos.seconds(nanos >= NEVER / 2 ? Bracket.NEVER : nanos);
    }

    /** A difference with its sign; one that no recovery ever made up is endless. */
    static String shift(double nanos) {
        if (Math.abs(nanos) >= NEVER / 4.0) {
            return nanos > 0 ? "+endless" : "-endless";
        }
        return (nanos < 0 ? "-" : "+") + Nanos.seconds(Math.abs(Math.round(nanos)));
    }

    /** Each fact of the experiments that differs, in one line. */
    static List<String> differences(CampaignTimes a, CampaignTimes b) {
        List<String> lines = new ArrayList<>();
        var before = new java.util.TreeMap<>(a.campaign.header().subject());
        var after = b.campaign.header().subject();
        before.put("period", Nanos.seconds(a.campaign.header().period().toNanos()));
        var keys = new java.util.TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            String there = key.equals("period")
                    ? Nanos.seconds(b.campaign.header().period().toNanos())
                    : after.getOrDefault(key, "nothing");
            String here = before.getOrDefault(key, "nothing");
            if (!here.equals(there)) {
                lines.add(String.format(Locale.ROOT, "%s: '%s' in %s, '%s' in %s", key, here, a.name, there, b.name));
            }
        }
        return lines;
    }
}
