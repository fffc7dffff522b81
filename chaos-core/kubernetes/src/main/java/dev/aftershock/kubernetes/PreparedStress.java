package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remove;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A pod that is about to take from its node.
 *
 * @param remove what a guard would do
 * @param awaited how many pods are waited for when this one was made; 0 for all but the last of a fault
 * @param ended whether nobody needs them any more
 */
record PreparedStress(Scene scene, StressPod pod, Remove remove, int awaited, BooleanSupplier ended)
        implements PreparedFault {

    @Override
    public String target() {
        return new Thing(Thing.Sort.NODE, "", pod.node()).toString();
    }

    @Override
    public UndoRecipe undo() {
        return Recipes.of(
                StressPod.KIND,
                scene.cluster(),
                pod.thing(),
                Map.of(Recipes.OWNER, pod.mark().owner(), StressPod.NODE, pod.node()));
    }

    @Override
    public Bound bound() {
        return new Bound.ByGuard(List.of(remove));
    }

    /** What lasts, an image that has to be got and a program that has to start, is waited for when all pods are made. */
    @Override
    public void inject() throws IOException, InterruptedException {
        Things.create(scene.cluster(), pod.thing(), pod.manifest());
        if (awaited > 0) {
            new Patience(pod.settings().readyWithin())
                    .until(
                            () -> ended.getAsBoolean() || settled(),
                            () -> "not all of them run: "
                                    + all().stream()
                                            .filter(each -> !Pods.ready(each))
                                            .map(PodState::of)
                                            .collect(Collectors.joining("; ")));
        }
    }

    /** All are ready, or one never will be. */
    private boolean settled() throws IOException {
        List<Pod> all = all();
        return all.size() < awaited
                || all.stream().anyMatch(Pods::leaves)
                || all.stream().allMatch(Pods::ready);
    }

    private List<Pod> all() throws IOException {
        return Pods.listed(
                scene.cluster(),
                scene.namespace(),
                pod.mark().label() + "=" + pod.mark().owner());
    }

    /** Ready is a pod of which the program says that it has begun to compute, and has written to all of its memory. */
    @Override
    public Optional<String> effect() throws IOException {
        Optional<Pod> there = Pods.read(scene.cluster(), pod.thing())
                .filter(found -> pod.mark().isOn(found.getMetadata()));
        if (there.isPresent() && !Pods.ready(there.get())) {
            throw new IOException(PodState.of(there.get()));
        }
        return there.map(
                found -> pod.thing() + " takes " + pod.settings().load() + " of node " + pod.node() + since(found));
    }

    private static String since(Pod pod) {
        return Lists.of(pod.getStatus().getContainerStatuses()).stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getRunning() != null)
                .map(state -> state.getRunning().getStartedAt())
                .filter(Objects::nonNull)
                .findFirst()
                .map(at -> "; its container started at " + at)
                .orElse("");
    }
}
