package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Settings of the fault {@code pod-delete}: pods are deleted; whoever controls them makes others in their place.
 *
 * @param target the namespace
 * @param pods which ones
 * @param grace how long they may take to end, in whole seconds; 0 kills at once
 * @param follow whether those that come in their place are deleted too, until the fault is healed
 */
public record PodDelete(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which pods, and how many of them.") PodChoice pods,

        @Setting(value = "How long they may take to end, in whole seconds; 0s kills them at once.", byDefault = "0s")
        Duration grace,

        @Setting(
                value = "Whether those that come in their place are deleted too, until the fault ends.",
                byDefault = "false")
        boolean follow) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Checks the range. */
    public PodDelete {
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0 || grace.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "'grace' is " + Quantities.format(grace) + "; expected whole seconds, at most 10m");
        }
        if (follow && !pods.amount().equals("all")) {
            throw new IllegalArgumentException("'follow' is true where 'amount' is '" + pods.amount()
                    + "'; expected 'amount: all', because those that come are deleted whatever their number");
        }
    }

    /** Makes {@code pod-delete} faults. Thread-safe. */
    public static final class Provider extends PodLoss<PodDelete> {

        @Override
        public String kind() {
            return "pod-delete";
        }

        @Override
        public String summary() {
            return "Deletes pods, in whose place their controllers make others.";
        }

        @Override
        public Class<PodDelete> settings() {
            return PodDelete.class;
        }

        @Override
        public FaultPlan plan(PodDelete settings, List<TargetInfo> resolved) {
            String more = settings.follow() ? ", and each that comes" : "";
            return new FaultPlan(
                    "delete " + settings.pods() + " with a grace of " + Quantities.format(settings.grace()) + more,
                    "their controllers make others",
                    true);
        }

        @Override
        public String cluster(PodDelete settings) {
            return settings.target();
        }

        @Override
        PodChoice pods(PodDelete settings) {
            return settings.pods();
        }

        @Override
        boolean follows(PodDelete settings) {
            return settings.follow();
        }

        @Override
        ClusterRight takes() {
            return Thing.Sort.POD.to("delete");
        }

        @Override
        void take(PodDelete settings, OnePod pod, BooleanSupplier ended) throws IOException {
            String path = pod.thing().path();
            pod.cluster()
                    .write("deleting " + pod.thing(), client -> client.raw(path, "DELETE", options(settings, pod)));
        }

        /** Whoever has its name by then is left alone. */
        private static Map<String, Object> options(PodDelete settings, OnePod pod) {
            return Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "DeleteOptions",
                    "gracePeriodSeconds",
                    settings.grace().toSeconds(),
                    "preconditions",
                    Map.of("uid", pod.uid()));
        }
    }
}
