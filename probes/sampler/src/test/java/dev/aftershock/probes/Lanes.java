package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.probes.OutageLane.Flips;
import dev.aftershock.probes.OutageLane.Plan;
import dev.aftershock.probes.OutageLane.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Outages measured side by side, each lane with a server and a sampler of its own. */
record Lanes(List<Watched> watched, SeriesSpec spec) {

    static Lanes run(List<Plan> plans, SeriesSpec spec, MonotonicClock clock) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(plans.size());
        try {
            List<Future<Watched>> running = new ArrayList<>();
            for (Plan plan : plans) {
                running.add(threads.submit(() -> OutageLane.run(plan, clock)));
            }
            List<Watched> watched = new ArrayList<>();
            for (Future<Watched> lane : running) {
                watched.add(lane.get(10, TimeUnit.MINUTES));
            }
            return new Lanes(watched, spec);
        } finally {
            threads.shutdownNow();
        }
    }

    List<KnownOutage> outages() {
        long bound = healthyLatency();
        return watched.stream()
                .flatMap(lane -> lane.outages(spec, OptionalLong.of(bound)).stream())
                .toList();
    }

    List<Sample> samples() {
        return watched.stream().flatMap(lane -> lane.samples().stream()).toList();
    }

    /** The bound L as a baseline under the same load finds it: from the samples that lie between the outages, and at most the deadline. */
    long healthyLatency() {
        List<Sample> healthy = watched.stream()
                .flatMap(lane -> lane.samples().stream().filter(sample -> isBetweenOutages(sample, lane.flips())))
                .toList();
        return Math.min(spec.deadline(), SteadyState.of(healthy, spec).healthyLatency());
    }

    long maxGap() {
        return watched.stream().mapToLong(Watched::maxGapNanos).max().orElse(0);
    }

    long notSent() {
        return samples().stream()
                .filter(sample -> sample.outcome() == Outcome.NOT_SENT)
                .count();
    }

    private static boolean isBetweenOutages(Sample sample, List<Flips> flips) {
        return flips.stream()
                .noneMatch(each -> sample.done() >= each.down().at().earliest()
                        && sample.sent() <= each.up().at().latest());
    }
}
