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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code litmus}: LitmusChaos, where a cluster has it, runs one experiment on pods.
 *
 * @param target the namespace
 * @param file what holds the ChaosEngine
 * @param within for how long Litmus is waited for, 0 to 10 minutes
 * @param canary what must turn bad, as the proof that it does not only say so
 */
public record Litmus(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("A YAML file with a ChaosEngine of one experiment that acts in pods; its name is of no account.")
        String file,

        @Setting(value = "For how long it is waited until Litmus says that it is injected.", byDefault = "2m")
        Duration within,

        @Setting("An http target that answers well until then, and must not then: the proof that the pods suffer.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    /** Checks the range. */
    public Litmus {
        Patience.of("within", within);
    }

    /**
     * Makes {@code litmus} faults. Thread-safe.
     *
     * <p>Deleting the engine does what stopping it does: Litmus's operator ends the pods that act, which take back what they did
     * when they are asked to end, and a finalizer keeps the engine until they have ended. Whether they took it back is in the
     * ChaosResult, which stays.
     */
    public static final class Provider implements FaultProvider<Litmus>, NeedsClusterRights<Litmus>, Marks {

        static final String KIND = "litmus";

        private static final ChaosTool TOOL = ChaosTool.LITMUS;
        private static final List<String> NEEDED = List.of("ChaosEngine", "ChaosExperiment", "ChaosResult");

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
            return "Lets Litmus, where a cluster has it, run an experiment on pods, and stops it.";
        }

        @Override
        public Class<Litmus> settings() {
            return Litmus.class;
        }

        @Override
        public FaultPlan plan(Litmus settings, List<TargetInfo> resolved) {
            LitmusEngine engine = LitmusEngine.read(settings.file());
            return new FaultPlan(
                    "let Litmus run " + engine.experiment() + " as in " + settings.file() + " on pods " + engine.label()
                            + faults.tried(settings.canary()),
                    "delete the ChaosEngine " + own.name(settings) + " and wait until Litmus has ended the experiment",
                    true);
        }

        @Override
        public String cluster(Litmus settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(Litmus settings) {
            return rights(LitmusEngine.read(settings.file()), own.name(settings));
        }

        private List<ClusterRight> rights(LitmusEngine engine, String name) {
            List<ClusterRight> rights = new ArrayList<>(faults.rights(Thing.Sort.CHAOSENGINE, name));
            rights.add(Thing.Sort.CHAOSEXPERIMENT.to("get").named(engine.experiment()));
            rights.add(Thing.Sort.CHAOSRESULT.to("list"));
            rights.add(Thing.Sort.POD.to("list"));
            return List.copyOf(rights);
        }

        @Override
        public List<PreparedFault> prepare(Litmus settings, FaultContext context) throws IOException {
            LitmusEngine engine = LitmusEngine.read(settings.file());
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, rights(engine, own.name(settings)));
            Mark mark = Mark.of(KIND, context.runId(), context.faultId());
            OwnObject<GenericKubernetesResource> made =
                    ChaosFaults.object(scene, engine.kept(scene.namespace()), own.name(settings), mark);
            faults.requireServed(scene.cluster(), NEEDED);
            LitmusTargets targets = new LitmusTargets(scene, engine);
            targets.require();
            refuseLeft(scene.cluster(), made.thing());
            Remove remove = faults.rehearse(scene, engine.object(), made);
            PreparedChaos.Proof proof = new PreparedChaos.Proof(
                    TOOL.title(),
                    there -> targets.judged(LitmusState.of(there, LitmusResult.of(scene.cluster(), made.thing()))),
                    new Patience(settings.within()),
                    context.ended(),
                    Canary.of(settings.canary(), context, calls));
            return List.of(new PreparedChaos(made, remove, proof));
        }

        private static void refuseLeft(Cluster cluster, Thing engine) throws IOException {
            List<String> left = LitmusTargets.left(cluster, engine);
            if (!left.isEmpty()) {
                throw InvalidInputException.of(
                        "an earlier " + engine + " left what it injected in the pods " + left,
                        "pods without it: delete these, so that others are made in their place, and then the ChaosResult in"
                                + " which they are named");
            }
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

        /** What takes it back may be killed, or fail: then a pod counts as injected when the engine is gone. */
        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            HealCheck gone = own.verify(recipe, object -> remains(Recipes.thing(recipe), object));
            List<String> left = gone.healed()
                    ? LitmusTargets.left(Recipes.cluster(recipe, clusters), Recipes.thing(recipe))
                    : List.of();
            return left.isEmpty()
                    ? gone
                    : HealCheck.notHealed(Recipes.thing(recipe) + " is gone, but Litmus does not say that it took back"
                            + " what it injected in the pods " + left
                            + ". Delete them, so that others are made in their place, and then the ChaosResult in which they are"
                            + " named");
        }

        private static String remains(Thing thing, GenericKubernetesResource object) {
            return ChaosFaults.remains(
                    thing,
                    object,
                    "Litmus's operator has not ended the pods that act. Where it never will, delete the pods with the"
                            + " label " + LitmusResult.ENGINE_UID + "="
                            + object.getMetadata().getUid()
                            + ", then take the finalizers out; whatever was injected stays in the pods until others are"
                            + " made in their place");
        }
    }
}
