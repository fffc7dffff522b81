package dev.aftershock.engine;

import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.parts.Quantities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The abort conditions of a run, judged by what its probes saw since an instant. */
final class AbortConditions {

    private final AbortIf conditions;
    private final Watch watch;

    AbortConditions(AbortIf conditions, Watch watch) {
        this.conditions = conditions;
        this.watch = watch;
    }

    /**
     * The first condition that is met.
     *
     * @param since when judging began; what was seen before does not count
     */
    Optional<String> met(long since, long now) {
        for (Watch.Watched each : watch.watched()) {
            Probed probed = new Probed(
                    each.header().name(), each.header().series(), each.sampler().samples());
            Optional<String> met = met(conditions, probed, since, now);
            if (met.isPresent()) {
                return met;
            }
        }
        return Optional.empty();
    }

    /** One probe and what it saw. */
    record Probed(String name, SeriesSpec series, List<Sample> samples) {}

    static Optional<String> met(AbortIf conditions, Probed probed, long since, long now) {
        Seen seen = Seen.of(probed, since);
        long patience = probed.series().every() + probed.series().deadline();
        if (now - seen.newest() > conditions.noDataFor().toNanos() + patience) {
            return Optional.of("abort-if no-data-for: probe '" + probed.name() + "' has seen nothing for "
                    + Quantities.format(conditions.noDataFor()) + " and more");
        }
        return conditions
                .badFor()
                .filter(bad -> bad.probe().equals(probed.name()))
                .filter(bad -> seen.badFor(now) > bad.longerThan().toNanos())
                .map(bad -> "abort-if bad-for: probe '" + probed.name() + "' has been bad for "
                        + Quantities.format(Duration.ofMillis(seen.badFor(now) / 1_000_000)));
    }

    /**
     * What a probe saw last.
     *
     * @param newest when it last saw anything
     * @param badSince the oldest of the bad answers that no good one followed; beyond all time when there is none
     */
    private record Seen(long newest, long badSince) {

        static Seen of(Probed probed, long since) {
            List<Sample> samples = probed.samples();
            long newest = since;
            long badSince = Long.MAX_VALUE;
            for (int i = samples.size() - 1; i >= 0 && samples.get(i).due() >= since; i--) {
                Sample sample = samples.get(i);
                if (sample.outcome() == Outcome.NOT_SENT) {
                    continue;
                }
                newest = Math.max(newest, sample.due());
                if (sample.outcome() == Outcome.OK
                        && sample.latency() <= probed.series().within()) {
                    break;
                }
                badSince = sample.due();
            }
            return new Seen(newest, badSince);
        }

        long badFor(long now) {
            return badSince == Long.MAX_VALUE ? 0 : now - badSince;
        }
    }
}
