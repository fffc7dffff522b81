package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the providers of faults share that take single pods, in whose place their controllers make others. Thread-safe.
 *
 * @param <S> the record of a fault's settings
 */
abstract class PodLoss<S extends Record> implements FaultProvider<S>, NeedsClusterRights<S> {

    private static final String UID = "uid";

    private final Clusters clusters = new Clusters();
    private final Following following = new Following();

    /** Which pods. */
    abstract PodChoice pods(S settings);

    /** What taking one needs to be allowed. */
    abstract ClusterRight takes();

    /**
     * Takes a pod.
     *
     * @param ended when this says so, a pod that cannot be taken yet is left alone
     * @throws Exception when it is unknown whether it was taken, or known that it was not
     */
    abstract void take(S settings, OnePod pod, BooleanSupplier ended) throws Exception;

    /** Whether pods that come while the fault lasts are taken too; by default they are not. */
    boolean follows(S settings) {
        return false;
    }

    /** Why a pod cannot be taken; touches nothing. By default nothing is in the way. */
    Optional<String> obstacle(OnePod pod) throws IOException {
        return Optional.empty();
    }

    /** What is expected instead of a pod with an obstacle. */
    String withoutObstacle() {
        return "another pod";
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        ClusterTarget target = context.targets().one(cluster(settings), ClusterTarget.class);
        Cluster cluster = Scene.open(clusters, target, rights(settings)).cluster();
        List<PreparedFault> prepared = new ArrayList<>();
        Problems problems = new Problems();
        for (PodChoice.Found drawn :
                pods(settings).drawn(cluster, target.namespace(), context.runId() + context.faultId())) {
            requireController(drawn);
            OnePod pod = drawn.in(cluster, target.namespace());
            obstacle(pod).ifPresent(why -> problems.add(Place.CODE, why, withoutObstacle()));
            prepared.add(new Loss<>(this, settings, pod, context.ended()));
        }
        problems.throwIfAny();
        if (follows(settings)) {
            prepared.add(follow(settings, context, new Scene(cluster, target.namespace())));
        }
        return prepared;
    }

    private PreparedFault follow(S settings, FaultContext context, Scene scene) {
        PodChoice choice = pods(settings);
        Follower follower = new Follower(
                () -> choice.present(scene.cluster(), scene.namespace()),
                pod -> take(settings, pod, context.ended()),
                context.ended(),
                Follower.LONGEST);
        Thing all = new Thing(Thing.Sort.POD, scene.namespace(), choice.labels());
        return following.prepare(
                kind(), context.runId() + "." + context.faultId(), new OnePod(scene.cluster(), all, ""), follower);
    }

    /** It was chosen as the API server remembered it. */
    private void takeUnprotected(S settings, OnePod pod, BooleanSupplier ended) throws Exception {
        Pod there = pod.there()
                .orElseThrow(() -> new IOException(pod.thing() + " was gone before the fault could take it"));
        Safe.requireUnprotected(pod.thing(), there);
        take(settings, pod, ended);
    }

    @Override
    public final List<ClusterRight> rights(S settings) {
        List<ClusterRight> rights = new ArrayList<>(
                List.of(ClusterRight.SEE_NAMESPACE, Thing.Sort.POD.to("list"), Thing.Sort.POD.to("get"), takes()));
        pods(settings).onNodes().ifPresent(nodes -> rights.add(Thing.Sort.NODE.to("list")));
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
    public final String object(UndoRecipe recipe) {
        return Recipes.object(recipe);
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws InterruptedException {
        // What was taken is for its controller to make anew.
        if (Following.isOne(recipe)) {
            following.heal(recipe);
        }
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        if (Following.isOne(recipe)) {
            return following.verify(recipe);
        }
        Thing thing = Recipes.thing(recipe);
        Optional<Pod> left = new OnePod(Recipes.cluster(recipe, clusters), thing, recipe.fact(UID)).there();
        if (left.isEmpty()) {
            return HealCheck.healed(thing + " is gone, and what comes in its place is its controller's");
        }
        if (left.get().getMetadata().getDeletionTimestamp() == null) {
            return HealCheck.healed(thing + " is there: it was not deleted");
        }
        List<String> finalizers = Lists.of(left.get().getMetadata().getFinalizers());
        return finalizers.isEmpty()
                ? HealCheck.healed(thing + " ends within its grace, and what comes in its place is its controller's")
                : HealCheck.notHealed(thing + " is still ending, because of its finalizers " + finalizers
                        + ", which their owners must remove");
    }

    private record Loss<S extends Record>(PodLoss<S> provider, S settings, OnePod pod, BooleanSupplier ended)
            implements PreparedFault {

        @Override
        public String target() {
            return pod.thing().toString();
        }

        @Override
        public UndoRecipe undo() {
            return Recipes.of(provider.kind(), pod.cluster(), pod.thing(), Map.of(UID, pod.uid()));
        }

        @Override
        public Bound bound() {
            return new Bound.ByItself("its controller makes another");
        }

        @Override
        public void inject() throws Exception {
            provider.takeUnprotected(settings, pod, ended);
        }

        /** Gone, or on its way out and taken from what serves. */
        @Override
        public Optional<String> effect() throws IOException {
            Optional<Pod> left = pod.there();
            if (left.isEmpty()) {
                return Optional.of(pod.thing() + " with the uid " + pod.uid() + " is gone");
            }
            return Pods.leaves(left.get())
                    ? Optional.of(pod.thing() + " ends, and no service leads to it any more")
                    : Optional.empty();
        }
    }
}
