package dev.aftershock.kubernetes;

import dev.aftershock.cluster.Cluster;
import dev.aftershock.cluster.KubernetesLab;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.Sampler;
import dev.aftershock.probes.kubernetes.KubernetesReady;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How often the API server's audit log agrees with the brackets of {@code kubernetes-ready}: when a pod or a node was lost and
 * when all pods were ready again. Every fifth trial stops a node, the others delete a pod. Argument: trials.
 */
final class AuditFigures {

    private static final MonotonicClock CLOCK = MonotonicClock.startingNow();
    private static final Pace PACE = new Pace(Duration.ofMillis(10), Duration.ofSeconds(1));
    private static final long MS = 1_000_000;
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ScaleWorld.Live target;
    private final Cluster cluster;
    private final AuditTimes audit;
    private final List<Double> outside = new ArrayList<>();
    private int unseen;
    private int compared;
    private int agreed;

    private AuditFigures(Cluster cluster) {
        this.cluster = cluster;
        this.target = new ScaleWorld.Live(cluster);
        this.audit = new AuditTimes(cluster.auditLog(), CLOCK);
    }

    public static void main(String[] arguments) throws Exception {
        int trials = Integer.parseInt(arguments[0]);
        try (Cluster cluster = Cluster.prepare(KubernetesLab.ofSimulatedNodes(6, 12), CLOCK)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            cluster.start();
            AuditFigures figures = new AuditFigures(cluster);
            for (int trial = 1; trial <= trials; trial++) {
                figures.trial(trial);
            }
            figures.show(trials);
        }
    }

    private void show(int trials) {
        System.out.printf(
                "%d losses, %d too short to be sampled: in %d of %d comparisons the audit log's time lies in the probe's bracket%n",
                trials, unseen, agreed, compared);
        if (!outside.isEmpty()) {
            outside.sort(null);
            System.out.printf(
                    "outside: the watch told it median %.1f ms, at most %.1f ms late%n",
                    outside.get(outside.size() / 2), outside.get(outside.size() - 1));
        }
    }

    private void trial(int number) throws Exception {
        try (ProbeGroup group = new ProbeGroup(CLOCK)) {
            KubernetesReady settings = new KubernetesReady(
                    "shop", Optional.of("deployment/web"), Optional.empty(), Optional.empty(), Duration.ofSeconds(5), false);
            Probe probe = new KubernetesReady.Provider()
                    .create(
                            settings,
                            new ProbeContext(
                                    "pods",
                                    PACE,
                                    ScaleWorld.targets(target),
                                    CLOCK,
                                    1,
                                    Path.of("."),
                                    group.loop(),
                                    Map.of()));
            probe.prepare();
            try (Sampler sampler = new Sampler("pods", probe, PACE, CLOCK, 1)) {
                sampler.start();
                await(sampler, CLOCK.nanos(), Outcome.OK);
                if (number % 5 == 0) {
                    nodeLoss(number, sampler);
                } else {
                    podLoss(number, sampler);
                }
            } finally {
                probe.close();
            }
        }
    }

    private void podLoss(int number, Sampler sampler) throws Exception {
        PodChoice one = new PodChoice(
                "app=web", Optional.empty(), Optional.empty(), Optional.empty(), "1", Optional.empty());
        PreparedFault fault = new PodDelete.Provider()
                .prepare(
                        new PodDelete("shop", one, Duration.ZERO, false),
                        new FaultContext("20261128-120000-abcdef", "trial-" + number, ScaleWorld.targets(target)))
                .get(0);
        String pod = fault.target().replaceAll(".*/", "");
        long before = CLOCK.nanos();
        fault.inject();
        if (found(sampler, before, Outcome.FAIL_FAST, SHORT).isEmpty()) {
            System.out.printf("%3d too short to be sampled%n", number);
            unseen++;
            return;
        }
        Outage outage = outage(sampler, new Moment(before, CLOCK.nanos()));
        compare(number, "pod " + pod + " deleted", outage.start(), audit.first(before, "delete", "pods", pod));
        compare(number, "its successor ready", outage.end().orElseThrow(), audit.lastReady(before, end(outage)));
    }

    /** The controllers say that the pods of a silent node are not ready. */
    private void nodeLoss(int number, Sampler sampler) throws Exception {
        String node = cluster.nodes().nodes().stream().skip(number / 5 % 6).findFirst().orElseThrow();
        long before = CLOCK.nanos();
        cluster.nodes().stop(node);
        Outage outage = outage(sampler, new Moment(before, CLOCK.nanos()));
        cluster.nodes().start(node);
        compare(number, "pods of " + node + " not ready", outage.start(), audit.firstByManager(before));
        compare(number, "their successors ready", outage.end().orElseThrow(), audit.lastReady(before, end(outage)));
        long started = CLOCK.nanos();
        while (!cluster.nodes().runs(node) || CLOCK.nanos() - started < 5_000 * MS) {
            Thread.sleep(200);
        }
    }

    private static long end(Outage outage) {
        return outage.end().orElseThrow().latest();
    }

    private Outage outage(Sampler sampler, Moment fault) throws Exception {
        long down = await(sampler, fault.earliest(), Outcome.FAIL_FAST);
        await(sampler, down, Outcome.OK);
        // What is compared with it is written to the log within a second.
        Thread.sleep(1_500);
        SeriesSpec spec = new SeriesSpec(PACE.every().toNanos(), 1000 * MS, 1000 * MS, 200 * MS, 0);
        return RecoveryAnalysis.since(fault, Observations.of(sampler.settled()), spec, OptionalLong.empty())
                .outages()
                .get(0);
    }

    private static long await(Sampler sampler, long from, Outcome outcome) throws Exception {
        return found(sampler, from, outcome, PATIENCE)
                .orElseThrow(() -> new IllegalStateException("no " + outcome + " within " + PATIENCE));
    }

    private static Optional<Long> found(Sampler sampler, long from, Outcome outcome, Duration patience)
            throws Exception {
        long end = CLOCK.nanos() + patience.toNanos();
        while (CLOCK.nanos() < end) {
            var found = sampler.settled().stream()
                    .filter(sample -> sample.due() >= from && sample.outcome() == outcome)
                    .findFirst();
            if (found.isPresent()) {
                return Optional.of(found.get().due());
            }
            Thread.sleep(20);
        }
        return Optional.empty();
    }

    private void compare(int number, String what, Moment bracket, Optional<Moment> truth) {
        if (truth.isEmpty()) {
            System.out.printf("%3d %-50s is not in the audit log%n", number, what);
            compared++;
            return;
        }
        double early = (bracket.earliest() - truth.get().latest()) / 1e6;
        double late = (truth.get().earliest() - bracket.latest()) / 1e6;
        if (late > 0) {
            throw new IllegalStateException(what + " was seen " + late + " ms before it happened");
        }
        double off = Math.max(0, early);
        compared++;
        agreed += off == 0 ? 1 : 0;
        if (off > 0) {
            outside.add(off);
        }
        System.out.printf(
                "%3d %-50s bracket %.1f ms wide, %s%n",
                number,
                what,
                (bracket.latest() - bracket.earliest()) / 1e6,
                off == 0 ? "agrees" : "off by %.1f ms".formatted(off));
    }
}
