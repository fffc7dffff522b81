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
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code chaos-mesh}: Chaos Mesh, where a cluster has it, breaks what an object of its own says.
 *
 * @param target the namespace
 * @param file what holds the object
 * @param within for how long Chaos Mesh is waited for, 0 to 10 minutes
 * @param canary what must turn bad, as the proof that it does not only say so
 */
public record ChaosMesh(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("A YAML file with one PodChaos, NetworkChaos, StressChaos, DNSChaos, IOChaos, TimeChaos or HTTPChaos;"
                + " its name is of no account.")
        String file,

        @Setting(value = "For how long it is waited until Chaos Mesh says that all is injected.", byDefault = "30s")
        Duration within,

        @Setting("An http target that answers well until then, and must not then: the proof that the pods suffer.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    /** Checks the range. */
    public ChaosMesh {
        Patience.of("within", within);
    }

    /**
     * Makes {@code chaos-mesh} faults. Thread-safe.
     *
     * <p>The object is kept by a finalizer of Chaos Mesh's until that has undone what it injected: gone is healed.
     */
    public static final class Provider implements FaultProvider<ChaosMesh>, NeedsClusterRights<ChaosMesh>, Marks {

        static final String KIND = "chaos-mesh";

        private static final ChaosTool TOOL = ChaosTool.MESH;

        private final Clusters clusters = new Clusters();
        private final Calls calls = new Calls();
        private final OwnObjects own = new OwnObjects(KIND, clusters);
        private final ChaosFaults faults = new ChaosFaults(TOOL, own);

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Lets Chaos Mesh, where a cluster has it, break what an object of its own says, and takes that away.";
        }

        @Override
        public Class<ChaosMesh> settings() {
            return ChaosMesh.class;
        }

        @Override
        public FaultPlan plan(ChaosMesh settings, List<TargetInfo> resolved) {
            ChaosObject object = ChaosObject.read(TOOL, settings.file());
            return new FaultPlan(
                    "let Chaos Mesh make " + object + " of " + settings.file() + " true, for pods without the label "
                            + Safe.PROTECT + "=true" + faults.tried(settings.canary()),
                    "delete the " + object.kind() + " " + own.name(settings)
                            + " and wait until Chaos Mesh has undone it",
                    true);
        }

        @Override
        public String cluster(ChaosMesh settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(ChaosMesh settings) {
            return faults.rights(ChaosObject.read(TOOL, settings.file()).sort(), own.name(settings));
        }

        @Override
        public List<PreparedFault> prepare(ChaosMesh settings, FaultContext context) throws IOException {
            ChaosObject object = ChaosObject.read(TOOL, settings.file());
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, faults.rights(object.sort(), own.name(settings)));
            Mark mark = Mark.of(KIND, context.runId(), context.faultId());
            OwnObject<GenericKubernetesResource> made = ChaosFaults.object(
                    scene, object.with(MeshReach.kept(object, scene.namespace())), own.name(settings), mark);
            faults.requireServed(scene.cluster(), List.of(object.kind()));
            Remove remove = faults.rehearse(scene, object, made);
            PreparedChaos.Proof proof = new PreparedChaos.Proof(
                    TOOL.title(),
                    MeshState::of,
                    new Patience(settings.within()),
                    context.ended(),
                    Canary.of(settings.canary(), context, calls));
            return List.of(new PreparedChaos(made, remove, proof));
        }

        @Override
        public List<Marked> marked(Cluster cluster, String namespace) throws IOException {
            return faults.marked(cluster, namespace);
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            own.delete(recipe);
        }

        /** What is forced is left in the pods, and so it is for a person to decide. */
        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return own.verify(
                    recipe,
                    object -> ChaosFaults.remains(
                            Recipes.thing(recipe),
                            object,
                            "Chaos Mesh has not undone what it injected. " + MeshState.of(object)
                                    + ". Where it never will, its annotation"
                                    + " chaos-mesh.chaos-mesh.org/cleanFinalizer=forced lets the object go, and whatever"
                                    + " was injected stays in the pods"));
        }
    }
}
