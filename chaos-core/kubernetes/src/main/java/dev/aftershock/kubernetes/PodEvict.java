package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Settings of the fault {@code pod-evict}: pods are evicted as an administrator evicts them, so that disruption budgets are
 * respected and the pods end within their own grace.
 *
 * @param target the namespace
 * @param pods which ones
 * @param within for how long each is asked for again while a budget forbids, 0 to 10 minutes
 */
public record PodEvict(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which pods, and how many of them.") PodChoice pods,

        @Setting(value = "For how long each is asked for again while a disruption budget forbids.", byDefault = "10s")
        Duration within) {

    /** Checks the range. */
    public PodEvict {
        Patience.of("within", within);
    }

    /** Makes {@code pod-evict} faults; a budget that forbids one is told before anything is touched. Thread-safe. */
    public static final class Provider extends PodLoss<PodEvict> {

        @Override
        public String kind() {
            return "pod-evict";
        }

        @Override
        public String summary() {
            return "Evicts pods, as far as their disruption budgets allow it.";
        }

        @Override
        public Class<PodEvict> settings() {
            return PodEvict.class;
        }

        @Override
        public FaultPlan plan(PodEvict settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "evict " + settings.pods() + ", as far as disruption budgets allow it",
                    "their controllers make others",
                    true);
        }

        @Override
        public String cluster(PodEvict settings) {
            return settings.target();
        }

        @Override
        PodChoice pods(PodEvict settings) {
            return settings.pods();
        }

        @Override
        ClusterRight takes() {
            return Thing.Sort.POD.to("create", Evictions.PART);
        }

        @Override
        Optional<String> obstacle(OnePod pod) throws IOException {
            return Evictions.rehearse(pod);
        }

        @Override
        String withoutObstacle() {
            return Evictions.A_BUDGET_THAT_ALLOWS;
        }

        @Override
        void take(PodEvict settings, OnePod pod, BooleanSupplier ended) throws IOException, InterruptedException {
            new Patience(settings.within()).ask(() -> ended.getAsBoolean() ? Optional.empty() : refusal(pod));
        }

        /** It may be about who has the pod's name by now, as the pods of a StatefulSet have. */
        private static Optional<String> refusal(OnePod pod) throws IOException {
            Optional<String> refusal = Evictions.evict(pod);
            return refusal.isPresent() && pod.there().isEmpty() ? Optional.empty() : refusal;
        }
    }
}
