package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the fault {@code workload-scale}: a Deployment or StatefulSet has another number of pods.
 *
 * @param target the namespace
 * @param workload which one
 * @param replicas how many pods, 0 or more
 */
public record WorkloadScale(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which one: deployment/NAME or statefulset/NAME.")
        String workload,

        @Setting("How many pods it has during the fault; 0 takes all.")
        int replicas) {

    /** Checks the values. */
    public WorkloadScale {
        Workloads.parse("workload", workload, "");
        if (replicas < 0) {
            throw new IllegalArgumentException("'replicas' is " + replicas + "; expected 0 or more");
        }
    }

    /** Makes {@code workload-scale} faults. Thread-safe. */
    public static final class Provider extends ChangeProvider<WorkloadScale> {

        @Override
        public String kind() {
            return "workload-scale";
        }

        @Override
        public String summary() {
            return "Gives a Deployment or StatefulSet another number of pods.";
        }

        @Override
        public Class<WorkloadScale> settings() {
            return WorkloadScale.class;
        }

        @Override
        public FaultPlan plan(WorkloadScale settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "scale " + settings.workload() + " to " + settings.replicas(),
                    "scale it back to what it was",
                    true);
        }

        @Override
        Extent extent() {
            return new Extent(Set.of(Thing.Sort.DEPLOYMENT, Thing.Sort.STATEFULSET), "replicas");
        }

        @Override
        public String cluster(WorkloadScale settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(WorkloadScale settings) {
            Thing workload = Workloads.parse("workload", settings.workload(), "");
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    workload.sort().to("list"),
                    workload.sort().to("get").named(workload.name()),
                    workload.sort().to("patch").named(workload.name()),
                    Thing.Sort.POD.to("list"));
        }

        @Override
        List<Change> changes(WorkloadScale settings, Scene scene) throws IOException {
            Thing thing = Workloads.parse("workload", settings.workload(), scene.namespace());
            GenericKubernetesResource workload = read(scene.cluster(), thing);
            int before = Workloads.wanted(workload);
            if (before == settings.replicas()) {
                throw InvalidInputException.of(
                        thing + " has " + before + " replicas already, so that the fault would change nothing",
                        "another number of replicas");
            }
            return List.of(new Change(
                    thing,
                    workload.getMetadata().getUid(),
                    Map.of("replicas", settings.replicas()),
                    Map.of("replicas", before)));
        }

        /** What somebody else, or an autoscaler, set meanwhile stays: only the mark goes. */
        @Override
        Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
            return during.filter(set -> !set.equals(Map.of("replicas", Workloads.wanted(now))))
                    .map(set -> Map.of());
        }

        @Override
        Duration effectWithin() {
            return Rollouts.PODS_WITHIN;
        }

        /** By the pods themselves: what a status counts lags behind, and may never have counted those that are gone. */
        @Override
        Optional<String> effect(WorkloadScale settings, Scene scene, GenericKubernetesResource changed)
                throws IOException {
            int ready = Pods.ready(scene.cluster(), scene.namespace(), Workloads.selector(changed));
            return ready == settings.replicas()
                    ? Optional.of(changed.getMetadata().getName() + " has " + ready + " ready pods")
                    : Optional.empty();
        }
    }
}
