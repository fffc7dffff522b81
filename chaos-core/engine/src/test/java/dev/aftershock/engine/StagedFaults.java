package dev.aftershock.engine;

import dev.aftershock.parts.TargetInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Faults on any number of targets that do as a test says, and remember in which order they were asked to. */
final class StagedFaults implements FaultProvider<StagedFaults.On> {

    static final String KIND = "staged";

    /** Every call, as a word and its target. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** The targets on which a fault acts now. */
    final Set<String> acting = ConcurrentHashMap.newKeySet();

    /** Those on which it never acts, never lets go, or loses the answer to its call. */
    final Set<String> idle = ConcurrentHashMap.newKeySet();

    final Set<String> stuck = ConcurrentHashMap.newKeySet();
    final Set<String> ambiguous = ConcurrentHashMap.newKeySet();

    /** What else happens in a call, before it comes to anything. */
    volatile Consumer<String> duringInject = target -> {};

    volatile Consumer<String> duringHeal = target -> {};
    volatile Consumer<String> duringLook = target -> {};
    volatile Bound bound = new Bound.ByItself("it is a field of this process");

    record On(List<String> targets) {}

    static Step.Inject step(String name, String... targets) {
        return new Step.Inject(name, new PartSpec(KIND, new On(List.of(targets))), Optional.empty());
    }

    static UndoRecipe recipe(String target) {
        return new UndoRecipe(KIND, target, Map.of("of", "the test"));
    }

    @Override
    public List<PreparedFault> prepare(On settings, FaultContext context) throws InterruptedException {
        if (settings.targets().contains("interrupted")) {
            throw new InterruptedException("asked to end");
        }
        if (settings.targets().contains("unknown")) {
            throw new IllegalStateException(context.runId() + "/" + context.faultId() + ": no such target");
        }
        return settings.targets().stream().<PreparedFault>map(Prepared::new).toList();
    }

    private final class Prepared implements PreparedFault {

        private final String target;

        Prepared(String target) {
            this.target = target;
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public UndoRecipe undo() {
            return recipe(target);
        }

        @Override
        public Bound bound() {
            return bound;
        }

        @Override
        public void inject() {
            calls.add("inject " + target);
            duringInject.accept(target);
            if (!idle.contains(target)) {
                acting.add(target);
            }
            if (ambiguous.contains(target)) {
                throw new IllegalStateException("the answer was lost");
            }
        }

        @Override
        public Optional<String> effect() {
            return acting.contains(target) ? Optional.of(target + " is broken") : Optional.empty();
        }
    }

    @Override
    public void heal(UndoRecipe recipe, HealContext context) {
        calls.add("heal " + recipe.target());
        duringHeal.accept(recipe.target());
        if (!stuck.contains(recipe.target())) {
            acting.remove(recipe.target());
        }
    }

    @Override
    public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
        calls.add("look " + recipe.target());
        duringLook.accept(recipe.target());
        return acting.contains(recipe.target())
                ? HealCheck.notHealed(recipe.target() + " is still broken")
                : HealCheck.healed(recipe.target() + " is whole");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String summary() {
        return "Does as a test says.";
    }

    @Override
    public Class<On> settings() {
        return On.class;
    }

    @Override
    public FaultPlan plan(On settings, List<TargetInfo> resolved) {
        return new FaultPlan("break " + settings.targets(), "mend them", true);
    }

    @Override
    public String object(UndoRecipe recipe) {
        return recipe.target();
    }
}
