package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code workload-restart}: all pods of a workload are replaced by a rollout, in its own order and pace.
 *
 * @param target the namespace
 * @param workload which one
 */
public record WorkloadRestart(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which one: deployment/NAME, statefulset/NAME or daemonset/NAME.")
        String workload) {

    /** Checks the name. */
    public WorkloadRestart {
        Workloads.parseAny("workload", workload, "");
    }

    /**
     * Makes {@code workload-restart} faults. Thread-safe.
     *
     * <p>As with {@code kubectl rollout restart}, an annotation of the pod template changes. It stays there: a template without
     * it is another one, so that taking it out would restart all pods a second time. It has no meaning to anybody, the next
     * restart overwrites it, and so it is neither a mark nor a leak. The rollout is the controller's, and needs no undo.
     */
    public static final class Provider implements FaultProvider<WorkloadRestart>, NeedsClusterRights<WorkloadRestart> {

        private static final String KIND = "workload-restart";
        private static final String ANNOTATION = "aftershock.dev/restarted";
        private static final String VALUE = "value";

        private final Clusters clusters = new Clusters();

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Restarts a Deployment, StatefulSet or DaemonSet: a rollout replaces all its pods.";
        }

        @Override
        public Class<WorkloadRestart> settings() {
            return WorkloadRestart.class;
        }

        @Override
        public FaultPlan plan(WorkloadRestart settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "restart " + settings.workload() + " by the annotation " + ANNOTATION + " of its pod template",
                    "its controller makes the new pods; the annotation stays, because taking it out would restart again",
                    true);
        }

        @Override
        public String cluster(WorkloadRestart settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(WorkloadRestart settings) {
            Thing workload = Workloads.parseAny("workload", settings.workload(), "");
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    workload.sort().to("get").named(workload.name()),
                    workload.sort().to("patch").named(workload.name()),
                    Thing.Sort.POD.to("list"));
        }

        @Override
        public List<PreparedFault> prepare(WorkloadRestart settings, FaultContext context) throws IOException {
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, rights(settings));
            Thing thing = Workloads.parseAny("workload", settings.workload(), scene.namespace());
            GenericKubernetesResource workload = ChangeProvider.read(scene.cluster(), thing);
            Safe.requireUnprotected(thing, workload);
            Rollouts.refuseNone(scene, thing, workload);
            String value = Mark.of(KIND, context.runId(), context.faultId()).owner() + " "
                    + Instant.now().truncatedTo(ChronoUnit.MILLIS);
            return List.of(new Restart(scene, thing, workload, value));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            // Its controller does.
        }

        /** How far the rollout is belongs to recovery, which probes measure. */
        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Thing thing = Recipes.thing(recipe);
            Optional<GenericKubernetesResource> now = Things.read(Recipes.cluster(recipe, clusters), thing);
            boolean restarted = now.filter(object -> recipe.fact(VALUE)
                            .equals(object.get("spec", "template", "metadata", "annotations", ANNOTATION)))
                    .isPresent();
            return HealCheck.healed(
                    restarted
                            ? thing + " was restarted, and its controller makes the new pods"
                            : thing + " does not show this restart, or no more");
        }
    }

    private record Restart(Scene scene, Thing thing, GenericKubernetesResource workload, String value)
            implements PreparedFault {

        @Override
        public String target() {
            return thing.toString();
        }

        @Override
        public UndoRecipe undo() {
            return Recipes.of(Provider.KIND, scene.cluster(), thing, Map.of(Provider.VALUE, value));
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself("its controller makes the new pods");
        }

        @Override
        public void inject() throws IOException {
            Map<String, Object> annotated = Map.of("annotations", Map.of(Provider.ANNOTATION, value));
            String patch = Change.write(
                    thing.sort(),
                    Map.of("uid", workload.getMetadata().getUid()),
                    Map.of("template", Map.of("metadata", annotated)));
            if (!Things.patch(scene.cluster(), thing, patch)) {
                throw new IOException(thing + " is another one than it was");
            }
        }

        /** The template's annotation is its pods', and no pod from before has this one. */
        @Override
        public Optional<String> effect() throws IOException {
            List<Pod> fresh = Pods.selected(scene.cluster(), scene.namespace(), Workloads.selector(workload)).stream()
                    .filter(pod -> value.equals(
                            Lists.of(pod.getMetadata().getAnnotations()).get(Provider.ANNOTATION)))
                    .toList();
            return fresh.stream()
                    .findFirst()
                    .map(Pod::getMetadata)
                    .map(pod -> "pod " + pod.getName() + " with the uid " + pod.getUid() + " is a new one of " + thing);
        }

        @Override
        public Duration effectWithin() {
            return Rollouts.PODS_WITHIN;
        }
    }
}
