package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.Marked;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Access;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the providers of all faults share that change objects of a cluster and change them back. Thread-safe.
 *
 * @param <S> the record of a fault's settings
 */
abstract class ChangeProvider<S extends Record> implements FaultProvider<S>, NeedsClusterRights<S>, Marks {

    static final String PATCH = "patch";
    static final String DURING = "during";
    static final int ATTEMPTS = 5;

    private final Clusters clusters = new Clusters();

    /**
     * What faults of a kind change.
     *
     * @param sorts of objects
     * @param field the one field of their {@code spec}, or for ConfigMaps {@code data}
     */
    record Extent(Set<Thing.Sort> sorts, String field) {}

    /** What it changes, at most. */
    abstract Extent extent();

    /**
     * What to change; reads, and touches nothing.
     *
     * @return at least one change
     * @throws InvalidInputException when there is nothing to change
     */
    abstract List<Change> changes(S settings, Scene scene) throws IOException;

    /** What shows that a change took effect, beyond that it was written; nothing when that is not to be seen yet. */
    abstract Optional<String> effect(S settings, Scene scene, GenericKubernetesResource changed) throws IOException;

    /** How long that is looked for. */
    Duration effectWithin() {
        return PreparedFault.EFFECT_WITHIN;
    }

    /**
     * What is done besides, when the last of a fault's objects was changed; by default nothing.
     *
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    void follow(S settings, Scene scene, Mark mark) throws IOException, InterruptedException {}

    /** The patch that breaks; by default it does not depend on what others did since the fault was prepared. */
    String breaking(Scene scene, Change change, Mark mark) throws IOException {
        return change.breaking(mark);
    }

    /**
     * The part of the {@code spec} to set when the fault is undone, where that depends on what others did meanwhile; by
     * default it does not.
     *
     * @param now the object as it is
     * @param during what the fault set; empty when only the marks tell of it
     */
    Optional<Map<String, Object>> restored(GenericKubernetesResource now, Optional<Map<String, Object>> during) {
        return Optional.empty();
    }

    /**
     * The part of the {@code spec} that an undo sets which an object carries: no more of it than the fault can have changed,
     * whoever wrote it.
     *
     * @return nothing when it is no such undo
     */
    Optional<Map<String, Object>> trusted(String undo, GenericKubernetesResource object) {
        return Change.field(undo, extent().field());
    }

    /** What else is done when an object was restored, or is found restored; by default nothing. */
    void afterwards(Cluster cluster, UndoRecipe recipe) throws IOException, InterruptedException {}

    /** What still shows the fault beside the object; by default nothing. */
    Optional<String> stillShows(Cluster cluster, UndoRecipe recipe) throws IOException {
        return Optional.empty();
    }

    /** Whether an object shows what nobody but this fault leaves, though somebody took its mark away. */
    boolean showsTrace(GenericKubernetesResource now) {
        return false;
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        ClusterTarget target = context.targets().one(cluster(settings), ClusterTarget.class);
        Scene scene = Scene.open(clusters, target, rights(settings));
        Mark mark = Mark.of(kind(), context.runId(), context.faultId());
        Access access = scene.cluster().access();
        List<PreparedFault> prepared = new ArrayList<>();
        List<Change> changes = changes(settings, scene);
        for (Change change : changes) {
            GenericKubernetesResource object = read(scene.cluster(), change.thing());
            Safe.requireUnprotected(change.thing(), object);
            refuseMarked(change.thing(), object.getMetadata(), kind());
            boolean last = prepared.size() == changes.size() - 1;
            PreparedChange<S> fault = new PreparedChange<>(this, settings, scene, change, mark, access, last);
            if (prepared.isEmpty()) {
                // The way is the same for all objects.
                Scene.requireWayIn(fault.amend(), fault.amend()::rehearse);
            }
            prepared.add(fault);
        }
        return prepared;
    }

    /**
     * Refuses an object that a fault of a kind has changed.
     *
     * @throws InvalidInputException when one has
     */
    static void refuseMarked(Thing thing, ObjectMeta meta, String kind) {
        String owner = Lists.of(meta.getLabels()).get(Mark.label(kind));
        if (owner != null) {
            throw InvalidInputException.of(
                    thing + " is already changed by the fault '" + kind + "' of " + owner,
                    "an object without the label " + Mark.label(kind)
                            + "; 'aftershock recover' undoes what a dead run left");
        }
    }

    /**
     * An object that has to be there.
     *
     * @throws InvalidInputException when it is not
     */
    static GenericKubernetesResource read(Cluster cluster, Thing thing) throws IOException {
        return Things.read(cluster, thing)
                .orElseThrow(() -> InvalidInputException.of(
                        "there is no " + thing + " in " + cluster, "the name of one that is there"));
    }

    @Override
    public final List<Marked> marked(Cluster cluster, String namespace) throws IOException {
        List<Marked> marked = new ArrayList<>();
        for (Thing.Sort sort : extent().sorts()) {
            if (!Permissions.isGranted(cluster, namespace, sort.to("list"))) {
                continue;
            }
            for (GenericKubernetesResource object : Things.labelled(cluster, sort, namespace, Mark.label(kind()))) {
                marked.add(marked(cluster, sort, object));
            }
        }
        return marked;
    }

    /** An undo that anybody else wrote could change more than the fault did, with our rights: it is made anew of its one field. */
    private Marked marked(Cluster cluster, Thing.Sort sort, GenericKubernetesResource object) throws IOException {
        ObjectMeta meta = object.getMetadata();
        Mark mark = new Mark(kind(), meta.getLabels().get(Mark.label(kind())));
        String undo = Lists.of(meta.getAnnotations()).getOrDefault(mark.undo(), "");
        Thing thing = new Thing(sort, sort == Thing.Sort.NODE ? "" : meta.getNamespace(), meta.getName());
        Map<String, String> facts = new HashMap<>(Map.of(Recipes.OWNER, mark.owner()));
        trusted(undo, object).ifPresent(spec -> facts.put(PATCH, Change.restoring(sort, mark, spec)));
        return new Marked(mark.run(), Recipes.of(kind(), cluster, thing, facts));
    }

    @Override
    public final String object(UndoRecipe recipe) {
        return Recipes.object(recipe);
    }

    private Mark mark(UndoRecipe recipe) {
        return new Mark(kind(), recipe.fact(Recipes.OWNER));
    }

    /** The object while the fault has it changed. */
    private Optional<GenericKubernetesResource> changed(UndoRecipe recipe) throws IOException {
        return Things.read(cluster(recipe), Recipes.thing(recipe)).filter(object -> {
            String owner = Lists.of(object.getMetadata().getLabels()).get(Mark.label(kind()));
            return owner == null ? showsTrace(object) : owner.equals(recipe.fact(Recipes.OWNER));
        });
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException, InterruptedException {
        restore(recipe);
        afterwards(cluster(recipe), recipe);
    }

    private void restore(UndoRecipe recipe) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GenericKubernetesResource> now = changed(recipe);
            if (now.isEmpty() || Things.patch(cluster(recipe), Recipes.thing(recipe), undo(recipe, now.get()))) {
                return;
            }
        }
        throw new IOException(Recipes.thing(recipe) + " was changed by somebody else each of the " + ATTEMPTS
                + " times that it was to be restored");
    }

    private String undo(UndoRecipe recipe, GenericKubernetesResource now) {
        return restored(now, during(recipe))
                .map(spec -> Change.restoring(
                        Recipes.thing(recipe).sort(),
                        mark(recipe),
                        spec,
                        now.getMetadata().getResourceVersion()))
                .orElseGet(() -> recorded(recipe));
    }

    /** What the fault set; empty when only the marks tell of it. */
    static Optional<Map<String, Object>> during(UndoRecipe recipe) {
        return Optional.ofNullable(recipe.facts().get(DURING)).map(Change::read);
    }

    private String recorded(UndoRecipe recipe) {
        String patch = recipe.facts().get(PATCH);
        if (patch == null) {
            throw new IllegalStateException(Recipes.thing(recipe) + " carries a mark of ours, but not how its '"
                    + extent().field() + "' was before; look at it, set it, and remove the label "
                    + Mark.label(kind()));
        }
        return patch;
    }

    private Cluster cluster(UndoRecipe recipe) {
        return Recipes.cluster(recipe, clusters);
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        Thing thing = Recipes.thing(recipe);
        if (changed(recipe).isPresent()) {
            return HealCheck.notHealed(thing + " still shows the fault");
        }
        Optional<String> beside = stillShows(cluster(recipe), recipe);
        return beside.isPresent()
                ? HealCheck.notHealed(beside.get())
                : HealCheck.healed(thing + " carries neither the mark nor the trace of the fault");
    }
}
