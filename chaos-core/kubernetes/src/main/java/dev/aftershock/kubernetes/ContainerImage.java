package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the fault {@code container-image}: a rollout of another image, by default one that is nowhere, so that new pods
 * do not start.
 *
 * @param target the namespace
 * @param workload which one
 * @param container which of its containers; empty for the only one
 * @param image the image during the fault
 */
public record ContainerImage(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("Which one: deployment/NAME or statefulset/NAME.")
        String workload,

        @Setting("Which of its containers; not needed where there is one.")
        Optional<String> container,

        @Setting(value = "The image during the fault; by default one that is nowhere.", byDefault = Containers.NOWHERE)
        String image) {

    /** Checks the names. */
    public ContainerImage {
        Workloads.parse("workload", workload, "");
        if (!image.matches("\\S{1,500}")) {
            throw new IllegalArgumentException(
                    "'image' is '" + image + "'; expected the name of an image, such as " + Containers.NOWHERE);
        }
    }

    /**
     * Makes {@code container-image} faults. Thread-safe.
     *
     * <p>A StatefulSet that makes its pods one after the other waits for a pod that never starts, also when its template is as
     * before. Such a pod is deleted when the fault is undone; where only the guard undoes it, by {@code recover}.
     */
    public static final class Provider extends ChangeProvider<ContainerImage> {

        private static final String FIELD = "template";

        @Override
        public String kind() {
            return "container-image";
        }

        @Override
        public String summary() {
            return "Rolls out another image, by default one that is nowhere, so that new pods do not start.";
        }

        @Override
        public Class<ContainerImage> settings() {
            return ContainerImage.class;
        }

        @Override
        public FaultPlan plan(ContainerImage settings, List<TargetInfo> resolved) {
            String which = settings.container()
                    .map(name -> " of the container " + name)
                    .orElse("");
            return new FaultPlan(
                    "set the image" + which + " of " + settings.workload() + " to " + settings.image(),
                    "set it back to what it was",
                    true);
        }

        @Override
        Extent extent() {
            return new Extent(Set.of(Thing.Sort.DEPLOYMENT, Thing.Sort.STATEFULSET), FIELD);
        }

        @Override
        public String cluster(ContainerImage settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(ContainerImage settings) {
            Thing workload = Workloads.parse("workload", settings.workload(), "");
            List<ClusterRight> rights = new ArrayList<>(List.of(
                    ClusterRight.SEE_NAMESPACE,
                    workload.sort().to("list"),
                    workload.sort().to("get").named(workload.name()),
                    workload.sort().to("patch").named(workload.name()),
                    Thing.Sort.POD.to("list")));
            if (workload.sort() == Thing.Sort.STATEFULSET) {
                rights.add(Thing.Sort.POD.to("delete"));
            }
            return rights;
        }

        @Override
        List<Change> changes(ContainerImage settings, Scene scene) throws IOException {
            Thing thing = Workloads.parse("workload", settings.workload(), scene.namespace());
            GenericKubernetesResource workload = read(scene.cluster(), thing);
            Containers.Container before = chosen(settings, thing, workload);
            if (before.image().equals(settings.image())) {
                throw InvalidInputException.of(
                        thing + " has the image " + before.image() + " already, so that the fault would change nothing",
                        "another image");
            }
            Rollouts.refuseNone(scene, thing, workload);
            return List.of(new Change(
                    thing,
                    workload.getMetadata().getUid(),
                    new Containers.Container(before.name(), settings.image()).inSpec(),
                    before.inSpec()));
        }

        private static Containers.Container chosen(
                ContainerImage settings, Thing thing, GenericKubernetesResource workload) {
            List<Containers.Container> all = Containers.of(workload);
            List<Containers.Container> found = all.stream()
                    .filter(each ->
                            settings.container().map(each.name()::equals).orElse(true))
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            String names = all.stream().map(Containers.Container::name).collect(Collectors.joining(", "));
            throw settings.container().isPresent()
                    ? InvalidInputException.of(
                            thing + " has no container '" + settings.container().get() + "'", "one of " + names)
                    : InvalidInputException.of(
                            thing + " has " + all.size() + " containers", "'container' with one of " + names);
        }

        /** Where somebody rolled out a third image meanwhile, or took the container away, only the mark goes. */
        @Override
        Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
            return during.flatMap(Containers::inSpec)
                    .filter(set -> !Containers.of(now).contains(set))
                    .map(set -> Map.of());
        }

        /** Whoever may write annotations gets no other part of a pod changed than the image of a container that is there. */
        @Override
        Optional<Map<String, Object>> trusted(String undo, GenericKubernetesResource object) {
            return Change.field(undo, FIELD)
                    .flatMap(Containers::inSpec)
                    .filter(set -> Containers.of(object).stream()
                            .anyMatch(there -> there.name().equals(set.name())))
                    .map(Containers.Container::inSpec);
        }

        @Override
        boolean showsTrace(GenericKubernetesResource now) {
            return Containers.of(now).stream().anyMatch(there -> there.image().equals(Containers.NOWHERE));
        }

        @Override
        Duration effectWithin() {
            return Rollouts.PODS_WITHIN;
        }

        @Override
        Optional<String> effect(ContainerImage settings, Scene scene, GenericKubernetesResource changed)
                throws IOException {
            Thing thing = Workloads.parse("workload", settings.workload(), scene.namespace());
            Containers.Container now = chosen(settings, thing, changed);
            return Pods.selected(scene.cluster(), scene.namespace(), Workloads.selector(changed)).stream()
                    .filter(pod -> Containers.of(pod).contains(now))
                    .min(Comparator.comparing(Pods::ready))
                    .map(pod -> "pod " + pod.getMetadata().getName() + " has the image " + now.image() + " and "
                            + Containers.state(pod, now));
        }

        @Override
        void afterwards(Cluster cluster, UndoRecipe recipe) throws IOException, InterruptedException {
            StuckPods.delete(cluster, Recipes.thing(recipe), image(recipe));
        }

        @Override
        Optional<String> stillShows(Cluster cluster, UndoRecipe recipe) throws IOException {
            return StuckPods.find(cluster, Recipes.thing(recipe), image(recipe)).stream()
                    .findFirst()
                    .map(Pod::getMetadata)
                    .map(pod -> "pod " + pod.getName() + " does not start, and its StatefulSet waits for it");
        }

        private Optional<Containers.Container> image(UndoRecipe recipe) {
            return during(recipe).flatMap(Containers::inSpec);
        }
    }
}
