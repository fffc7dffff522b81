package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.parts.Quantities;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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

    private Stream<Bracket> recoveries() {
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
        return name + ": " + trials(campaign.counted().size()) + ", " + times + loss;
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
        Map<String, String> here = a.facts();
        Map<String, String> there = b.facts();
        TreeSet<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(here.get(key), there.get(key)))
                .map(key -> key + ": '" + here.getOrDefault(key, "nothing") + "' in " + a.name + ", '"
                        + there.getOrDefault(key, "nothing") + "' in " + b.name)
                .toList();
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(campaign.header().subject());
        facts.put("period", Quantities.format(campaign.header().period()));
        return facts;
    }

    static String trials(long count) {
        return count + (count == 1 ? " trial" : " trials");
    }
}
