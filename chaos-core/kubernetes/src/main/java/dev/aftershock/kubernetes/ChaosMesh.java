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
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

        private final Clusters clusters = new Clusters();
        private final Calls calls = new Calls();
        private final OwnObjects own = new OwnObjects(KIND, clusters);

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
            ChaosObject object = ChaosObject.read(settings.file());
            String tried = settings.canary()
                    .map(canary -> "; its effect counts once the canary " + canary + " gives no good answer")
                    .orElse("; without a canary only Chaos Mesh's word is there for its effect");
            return new FaultPlan(
                    "let Chaos Mesh make " + object + " of " + settings.file() + " true, for pods without the label "
                            + Safe.PROTECT + "=true" + tried,
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
            return rights(ChaosObject.read(settings.file()).sort(), own.name(settings));
        }

        private static List<ClusterRight> rights(Thing.Sort sort, String name) {
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    sort.to("list"),
                    sort.to("create"),
                    sort.to("get").named(name),
                    sort.to("delete").named(name));
        }

        @Override
        public List<PreparedFault> prepare(ChaosMesh settings, FaultContext context) throws IOException {
            ChaosObject object = ChaosObject.read(settings.file());
            ClusterTarget target = context.targets().one(settings.target(), ClusterTarget.class);
            Scene scene = Scene.open(clusters, target, rights(object.sort(), own.name(settings)));
            Thing thing = new Thing(object.sort(), scene.namespace(), own.name(settings));
            Mark mark = Mark.of(KIND, context.runId(), context.faultId());
            OwnObject<GenericKubernetesResource> made =
                    new OwnObject<>(scene.cluster(), thing, mark, made(object, thing, mark));
            requireServed(scene.cluster(), object);
            refuseLeftovers(scene, thing, mark);
            Things.rehearse(scene.cluster(), thing, made.object()).ifPresent(refusal -> refuse(object, refusal));
            Remove remove = made.removal();
            Scene.requireWayIn(remove, remove::rehearse);
            PreparedChaos.Proof proof = new PreparedChaos.Proof(
                    new Patience(settings.within()), context.ended(), Canary.of(settings.canary(), context, calls));
            return List.of(new PreparedChaos(made, remove, proof));
        }

        private static GenericKubernetesResource made(ChaosObject object, Thing thing, Mark mark) {
            GenericKubernetesResource made = new GenericKubernetesResource();
            made.setApiVersion(ChaosObject.API_VERSION);
            made.setKind(object.kind());
            made.setMetadata(new ObjectMetaBuilder()
                    .withName(thing.name())
                    .withNamespace(thing.namespace())
                    .addToLabels(mark.label(), mark.owner())
                    .build());
            made.setAdditionalProperty("spec", ChaosReach.kept(object, thing.namespace()));
            return made;
        }

        private static void requireServed(Cluster cluster, ChaosObject object) throws IOException {
            if (!served(cluster).contains(object.kind())) {
                throw InvalidInputException.of(
                        cluster + " does not serve " + object.kind() + " of " + ChaosObject.API_VERSION,
                        "a cluster in which Chaos Mesh 2 is installed; without it there are network-partition,"
                                + " dns-failure and the other faults");
            }
        }

        /** The kinds; whoever may log in may ask that. */
        private static Set<String> served(Cluster cluster) throws IOException {
            return Optional.ofNullable(cluster.call(
                            "asking what is served of " + ChaosObject.API_VERSION,
                            client -> client.getApiResources(ChaosObject.API_VERSION)))
                    .stream()
                    .flatMap(answer -> answer.getResources().stream())
                    .map(APIResource::getKind)
                    .collect(Collectors.toSet());
        }

        /** Another run's may act on the same pods, and its end would be taken for this one's. */
        private static void refuseLeftovers(Scene scene, Thing thing, Mark mark) throws IOException {
            for (var there : Things.labelled(scene.cluster(), thing.sort(), scene.namespace(), mark.label())) {
                Mark other = new Mark(KIND, there.getMetadata().getLabels().get(mark.label()));
                String name = there.getMetadata().getName();
                if (name.equals(thing.name()) || !other.run().equals(mark.run())) {
                    throw OwnObjects.taken(
                            new Thing(thing.sort(), scene.namespace(), name),
                            ", by the fault '" + KIND + "' of " + other.owner());
                }
            }
        }

        private static void refuse(ChaosObject object, String refusal) {
            throw new InvalidInputException(List.of(new Problem(
                    object.place(),
                    "the API does not take this " + object.kind() + ": " + refusal,
                    "what the schema that the cluster has of it allows; nothing was made",
                    "")));
        }

        @Override
        public List<Marked> marked(Cluster cluster, String namespace) throws IOException {
            Set<String> served = served(cluster);
            List<Marked> marked = new ArrayList<>();
            for (String kind : ChaosObject.KINDS) {
                if (served.contains(kind)) {
                    marked.addAll(own.marked(cluster, ChaosObject.sort(kind), namespace));
                }
            }
            return marked;
        }

        @Override
        public String object(UndoRecipe recipe) {
            return Recipes.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            own.delete(recipe);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return own.verify(recipe, object -> remains(Recipes.thing(recipe), object));
        }

        /** What is forced is left in the pods, and so it is for a person to decide. */
        private static String remains(Thing thing, GenericKubernetesResource object) {
            if (object.getMetadata().getDeletionTimestamp() == null) {
                return thing + " is still there";
            }
            return thing + " is deleted, but its finalizers "
                    + object.getMetadata().getFinalizers()
                    + " keep it: Chaos Mesh has not undone what it injected. " + ChaosState.of(object)
                    + ". Where it never will, its annotation chaos-mesh.chaos-mesh.org/cleanFinalizer=forced lets the"
                    + " object go, and whatever was injected stays in the pods";
        }
    }
}
