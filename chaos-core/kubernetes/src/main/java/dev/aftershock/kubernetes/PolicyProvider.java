package dev.aftershock.kubernetes;

import dev.aftershock.engine.Calls;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the providers of all faults share that cut pods off by a network policy of their own and take it away again.
 * Thread-safe.
 *
 * @param <S> the record of a fault's settings
 */
abstract class PolicyProvider<S extends Record> implements FaultProvider<S>, NeedsClusterRights<S>, Marks {

    private static final LabelSelectorRequirement UNPROTECTED = Labels.among(Safe.PROTECT, "NotIn", List.of("true"));

    private final Clusters clusters = new Clusters();
    private final Calls calls = new Calls();

    /**
     * What every such fault is told.
     *
     * @param target the namespace
     * @param pods a label selector of the pods that are cut off
     * @param canary a target that must fall silent
     */
    record Common(String target, String pods, Optional<String> canary) {}

    abstract Common common(S settings);

    /** What is cut, in words. */
    abstract String action(S settings);

    /** The policy's directions and rules, without its pods. */
    abstract NetworkPolicySpec spec(S settings, Scene scene) throws IOException;

    /** How the pods that a policy is about are looked at. */
    ClusterRight seePods(S settings) {
        return Thing.Sort.POD.to("list");
    }

    @Override
    public final FaultPlan plan(S settings, List<TargetInfo> resolved) {
        String tried = common(settings)
                .canary()
                .map(canary -> "; its effect counts once the canary " + canary + " gives no good answer")
                .orElse("; without a canary it is not tried whether the cluster's network obeys");
        return new FaultPlan(
                action(settings) + ", by a network policy" + tried,
                "delete the network policy " + name(settings),
                true);
    }

    final String name(S settings) {
        return own().name(settings);
    }

    private OwnObjects own() {
        return new OwnObjects(kind(), clusters);
    }

    @Override
    public final String cluster(S settings) {
        return common(settings).target();
    }

    @Override
    public final List<ClusterRight> rights(S settings) {
        return List.of(
                ClusterRight.SEE_NAMESPACE,
                seePods(settings),
                Thing.Sort.NETWORKPOLICY.to("list"),
                Thing.Sort.NETWORKPOLICY.to("create"),
                Thing.Sort.NETWORKPOLICY.to("get").named(name(settings)),
                Thing.Sort.NETWORKPOLICY.to("delete").named(name(settings)));
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        Common common = common(settings);
        ClusterTarget target = context.targets().one(common.target(), ClusterTarget.class);
        Scene scene = Scene.open(clusters, target, rights(settings));
        Thing thing = new Thing(Thing.Sort.NETWORKPOLICY, scene.namespace(), name(settings));
        own().refuseNamesake(scene.cluster(), thing);
        requirePods(scene, common.pods());
        NetworkPolicySpec spec = spec(settings, scene);
        spec.setPodSelector(Labels.parse("pods", common.pods()).selectorWith(UNPROTECTED));
        Mark mark = Mark.of(kind(), context.runId(), context.faultId());
        OwnObject<NetworkPolicy> made = new OwnObject<>(scene.cluster(), thing, mark, policy(thing, mark, spec));
        Policies.refuseOthersBeside(scene, made.object());
        Remove remove = made.removal();
        Scene.requireWayIn(remove, remove::rehearse);
        return List.of(new PreparedPolicy(scene, made, remove, Canary.of(common.canary(), context, calls)));
    }

    private static void requirePods(Scene scene, String labels) throws IOException {
        List<Pod> pods = Pods.listed(scene.cluster(), scene.namespace(), labels).stream()
                .filter(pod -> !Pods.leaves(pod) && !Safe.isProtected(pod))
                .toList();
        if (pods.isEmpty()) {
            throw InvalidInputException.of(
                    "there are no pods '" + labels + "' in namespace " + scene.namespace() + " of " + scene.cluster()
                            + " that are not protected",
                    "a selector of pods that are there");
        }
        Pods.refuseOnNodesNetwork(pods);
    }

    private static NetworkPolicy policy(Thing thing, Mark mark, NetworkPolicySpec spec) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(thing.name())
                .withNamespace(thing.namespace())
                .addToLabels(mark.label(), mark.owner())
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    @Override
    public final List<Marked> marked(Cluster cluster, String namespace) throws IOException {
        return own().marked(cluster, Thing.Sort.NETWORKPOLICY, namespace);
    }

    @Override
    public final String object(UndoRecipe recipe) {
        return Recipes.object(recipe);
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        own().delete(recipe);
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        return own().verify(recipe);
    }
}
