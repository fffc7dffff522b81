package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.ProbeProvider;
import dev.aftershock.probes.kubernetes.KubernetesEndpoints;
import dev.aftershock.probes.kubernetes.KubernetesNodes;
import dev.aftershock.probes.kubernetes.KubernetesReady;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What faults and probes cost in a large cluster. Arguments: nodes, pods, the probes' stale-after in seconds, heals. */
final class ScaleFigures {

    private static final int ROUNDS = 5;
    private static final long WINDOW_MILLIS = 40_000;

    /** No list that a mirror is compared with is under way when its heap is looked at. */
    private static final Duration SELDOM = Duration.ofMinutes(10);
    private static final MonotonicClock CLOCK = MonotonicClock.startingNow();

    private final ScaleWorld world;
    private final Duration stale;

    private ScaleFigures(ScaleWorld world, Duration stale) {
        this.world = world;
        this.stale = stale;
    }

    public static void main(String[] arguments) throws Exception {
        int nodes = Integer.parseInt(arguments[0]);
        long began = CLOCK.nanos();
        try (ScaleWorld world = ScaleWorld.start(nodes, Integer.parseInt(arguments[1]))) {
            System.out.printf(
                    "%d nodes, %d pods, made in %.0f s%n", nodes, world.pods(), (CLOCK.nanos() - began) / 1e9);
            ScaleFigures figures = new ScaleFigures(world, Duration.ofSeconds(Long.parseLong(arguments[2])));
            figures.selectors();
            figures.heals(Integer.parseInt(arguments[3]));
            figures.heapOfProbes();
            figures.requestsOfProbes();
        }
    }

    /** From a selector to the list of targets, permissions, safety and the way of the guard included. */
    private void selectors() throws Exception {
        String zone = "topology.kubernetes.io/zone=east-a";
        String region = "topology.kubernetes.io/region=east";
        time("pod-delete, pods of one node", new PodDelete.Provider(), pods("app=simulated-1", "all"));
        time("pod-delete, 10 of all pods", new PodDelete.Provider(), pods("set=scale", "10"));
        time("pod-delete, 1% of all pods", new PodDelete.Provider(), pods("set=scale", "1%"));
        time("node-cordon, a zone", new NodeCordon.Provider(), new NodeCordon("shop", zone));
        time("node-cordon, a region", new NodeCordon.Provider(), new NodeCordon("shop", region));
        time("node-stop, a zone", new NodeStop.Provider(), new NodeStop("shop", zone));
        time("node-stop, a region", new NodeStop.Provider(), new NodeStop("shop", region));
    }

    private static PodDelete pods(String labels, String amount) {
        return new PodDelete(
                "shop",
                new PodChoice(labels, Optional.empty(), Optional.empty(), Optional.empty(), amount, Optional.empty()),
                Duration.ZERO, false);
    }

    private <S extends Record> void time(String what, FaultProvider<S> provider, S settings) {
        long[] nanos = new long[ROUNDS];
        int targets = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = CLOCK.nanos();
            try {
                targets = provider.prepare(settings, context()).size();
            } catch (Exception e) {
                System.out.printf("%-32s FAILED after %.2f s: %s%n", what, (CLOCK.nanos() - began) / 1e9, e);
                return;
            }
            nanos[round] = CLOCK.nanos() - began;
        }
        double first = nanos[0] / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "%-32s %5d targets: median %.2f s, first %.2f s (1 s wanted)%n",
                what, targets, nanos[ROUNDS / 2] / 1e9, first);
    }

    private FaultContext context() {
        return new FaultContext("20261128-120000-abcdef", "fault", world.targets());
    }

    /** From the call that heals to the look that sees it healed. */
    private void heals(int heals) throws Exception {
        NodeCordon.Provider cordon = new NodeCordon.Provider();
        ServiceDetach.Provider detach = new ServiceDetach.Provider();
        WorkloadScale.Provider scale = new WorkloadScale.Provider();
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < heals; i++) {
            String node = "simulated-" + (1 + i % world.nodes);
            switch (i % 3) {
                case 0 -> nanos.add(heal(cordon, new NodeCordon("shop", node)));
                case 1 -> nanos.add(heal(detach, new ServiceDetach("shop", ScaleWorld.SERVICE)));
                default -> nanos.add(heal(scale, new WorkloadScale("shop", "deployment/" + node, 1)));
            }
        }
        nanos.sort(null);
        System.out.printf(
                "%d heals verified: median %.3f s, p99 %.3f s, longest %.3f s (2 s wanted)%n",
                heals,
                nanos.get(heals / 2) / 1e9,
                nanos.get((int) Math.ceil(heals * 0.99) - 1) / 1e9,
                nanos.get(heals - 1) / 1e9);
    }

    private <S extends Record> long heal(FaultProvider<S> provider, S settings) throws Exception {
        PreparedFault fault = whenRecovered(provider, settings);
        fault.inject();
        long began = CLOCK.nanos();
        provider.heal(fault.undo(), HealContext.afterDeath());
        while (!provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed()) {
            Thread.sleep(50);
        }
        return CLOCK.nanos() - began;
    }

    /** A service has no endpoints yet when its last detachment was undone just now. */
    private <S extends Record> PreparedFault whenRecovered(FaultProvider<S> provider, S settings) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return provider.prepare(settings, context()).get(0);
            } catch (InvalidInputException e) {
                if (attempt == 60) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    private void heapOfProbes() throws Exception {
        try (ProbeGroup group = new ProbeGroup(CLOCK)) {
            heap(group, "all pods", new KubernetesReady.Provider(), ready(SELDOM));
            heap(group, "all endpoints", new KubernetesEndpoints.Provider(), endpoints(SELDOM));
            heap(group, "all nodes", new KubernetesNodes.Provider(), nodes(SELDOM));
        }
    }

    private <S extends Record> void heap(ProbeGroup group, String what, ProbeProvider<S> provider, S settings)
            throws Exception {
        // What is loaded once for all belongs to no pod.
        Probe first = watching(group, what, provider, settings);
        long before = heap();
        long began = CLOCK.nanos();
        Probe probe = watching(group, what, provider, settings);
        double seconds = (CLOCK.nanos() - began) / 1e9;
        long after = heap();
        first.close();
        probe.close();
        System.out.printf(
                "probe of %-14s ready after %.2f s, keeps %.0f bytes of heap per pod (1024 wanted)%n",
                what, seconds, (after - before) / (double) world.pods());
    }

    /** All pods, all nodes and all endpoints at once. */
    private void requestsOfProbes() throws Exception {
        long idle = requests();
        Thread.sleep(WINDOW_MILLIS);
        double others = (requests() - idle) / (WINDOW_MILLIS / 1e3);
        try (ProbeGroup group = new ProbeGroup(CLOCK)) {
            List<Probe> probes = List.of(
                    watching(group, "all pods", new KubernetesReady.Provider(), ready(stale)),
                    watching(group, "all endpoints", new KubernetesEndpoints.Provider(), endpoints(stale)),
                    watching(group, "all nodes", new KubernetesNodes.Provider(), nodes(stale)));
            long before = requests();
            Thread.sleep(WINDOW_MILLIS);
            double all = (requests() - before) / (WINDOW_MILLIS / 1e3);
            System.out.printf(
                    "three probes that watch, stale-after %d s: %.2f requests a second (%.2f, of which %.2f by others; 5 wanted)%n",
                    stale.toSeconds(), all - others, all, others);
            probes.forEach(Probe::close);
        }
    }

    private static KubernetesReady ready(Duration stale) {
        return new KubernetesReady("shop", Optional.empty(), Optional.of("set=scale"), Optional.empty(), stale, false);
    }

    private static KubernetesEndpoints endpoints(Duration stale) {
        return new KubernetesEndpoints("shop", ScaleWorld.SERVICE, 1, stale);
    }

    private static KubernetesNodes nodes(Duration stale) {
        return new KubernetesNodes("shop", Optional.empty(), Optional.empty(), stale);
    }

    private <S extends Record> Probe watching(ProbeGroup group, String what, ProbeProvider<S> provider, S settings)
            throws Exception {
        Pace pace = new Pace(Duration.ofMillis(100), Duration.ofSeconds(1));
        ProbeContext context =
                new ProbeContext(what, pace, world.targets(), CLOCK, 1, Path.of("."), group.loop(), Map.of());
        Probe probe = provider.create(settings, context);
        probe.prepare();
        return probe;
    }

    /** After a while: what made the calls ends first, and with it the buffers of its threads. */
    private static long heap() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            Thread.sleep(500);
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Those that look, as the API server counts them: what nodes, controllers and scheduler write is none of them. */
    private long requests() {
        return world.client
                .raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{"))
                .filter(line -> line.matches(".*resource=\"(pods|nodes|endpointslices|services)\".*"))
                .filter(line -> line.matches(".*verb=\"(LIST|GET|WATCH)\".*"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
