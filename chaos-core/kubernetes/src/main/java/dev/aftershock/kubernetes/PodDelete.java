package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code pod-delete}: pods are deleted; whoever controls them makes others in their place.
 *
 * @param target the namespace
 * @param pods which ones
 * @param grace how long they may take to end, in whole seconds; 0 kills at once
 */
public record PodDelete(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which pods, and how many of them.") PodChoice pods,

        @Setting(value = "How long they may take to end, in whole seconds; 0s kills them at once.", byDefault = "0s")
        Duration grace) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Checks the range. */
    public PodDelete {
        if (grace.isNegative() || grace.compareTo(LONGEST) > 0 || grace.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "'grace' is " + Quantities.format(grace) + "; expected whole seconds, at most 10m");
        }
    }

    /** Makes {@code pod-delete} faults. Thread-safe. */
    public static final class Provider implements FaultProvider<PodDelete>, NeedsClusterRights<PodDelete> {

        private static final String KIND = "pod-delete";
        private static final String UID = "uid";

        private final Clusters clusters = new Clusters();

        @Override
        public String kind() {
            return KIND;
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
            return new FaultPlan(
                    "delete " + settings.pods() + " with a grace of " + Quantities.format(settings.grace()),
                    "their controllers make others",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(PodDelete settings, FaultContext context) throws IOException {
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            String namespace = target.namespace();
            Cluster cluster = Scene.open(clusters, target, rights(settings)).cluster();
            List<PreparedFault> prepared = new ArrayList<>();
            for (PodChoice.Found pod : settings.pods().drawn(cluster, namespace, context.runId() + context.faultId())) {
                requireController(pod);
                prepared.add(new Deletion(
                        cluster,
                        new Thing(Thing.Sort.POD, namespace, pod.name()),
                        pod.uid(),
                        settings.grace().toSeconds()));
            }
            return prepared;
        }

        @Override
        public String cluster(PodDelete settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(PodDelete settings) {
            List<ClusterRight> rights = new ArrayList<>(List.of(
                    ClusterRight.SEE_NAMESPACE,
                    Thing.Sort.POD.to("list"),
                    Thing.Sort.POD.to("get"),
                    Thing.Sort.POD.to("delete")));
            settings.pods().onNodes().ifPresent(nodes -> rights.add(Thing.Sort.NODE.to("list")));
            return rights;
        }

        private static void requireController(PodChoice.Found pod) {
            if (!pod.replaced()) {
                throw InvalidInputException.of(
                        "nobody would make another pod in the place of " + pod.name() + ", which has no controller",
                        "pods of a Deployment, a StatefulSet or the like");
            }
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            // Its controller does.
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Thing thing = Recipes.thing(recipe);
            Optional<Pod> left = there(Recipes.cluster(recipe, clusters), thing, recipe.fact(UID));
            if (left.isEmpty()) {
                return HealCheck.healed(thing + " is gone, and what comes in its place is its controller's");
            }
            if (left.get().getMetadata().getDeletionTimestamp() == null) {
                return HealCheck.healed(thing + " is there: it was not deleted");
            }
            List<String> finalizers = Lists.of(left.get().getMetadata().getFinalizers());
            return finalizers.isEmpty()
                    ? HealCheck.healed(
                            thing + " ends within its grace, and what comes in its place is its controller's")
                    : HealCheck.notHealed(thing + " is still ending, because of its finalizers " + finalizers
                            + ", which their owners must remove");
        }
    }

    /** The very pod, however it is; nothing when it is gone, whoever has its name now. */
    private static Optional<Pod> there(Cluster cluster, Thing thing, String uid) throws IOException {
        return Optional.ofNullable(cluster.call("reading " + thing, client -> client.pods()
                        .inNamespace(thing.namespace())
                        .withName(thing.name())
                        .get()))
                .filter(pod -> pod.getMetadata().getUid().equals(uid));
    }

    private record Deletion(Cluster cluster, Thing thing, String uid, long graceSeconds) implements PreparedFault {

        @Override
        public String target() {
            return thing.toString();
        }

        @Override
        public UndoRecipe undo() {
            return Recipes.of(Provider.KIND, cluster, thing, Map.of(Provider.UID, uid));
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself("its controller makes another");
        }

        @Override
        public void inject() throws IOException {
            if (there(cluster, thing, uid).isEmpty()) {
                throw new IOException(thing + " was gone before it could be deleted");
            }
            cluster.write("deleting " + thing, client -> client.raw(thing.path(), "DELETE", options()));
        }

        /** Whoever has its name by then is left alone. */
        private Map<String, Object> options() {
            return Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "DeleteOptions",
                    "gracePeriodSeconds",
                    graceSeconds,
                    "preconditions",
                    Map.of("uid", uid));
        }

        /** Gone, or on its way out and taken from what serves. */
        @Override
        public Optional<String> effect() throws IOException {
            Optional<Pod> left = there(cluster, thing, uid);
            if (left.isEmpty()) {
                return Optional.of(thing + " with the uid " + uid + " is gone");
            }
            return Pods.leaves(left.get())
                    ? Optional.of(thing + " ends, and no service leads to it any more")
                    : Optional.empty();
        }
    }
}
