package dev.aftershock.engine;

import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults that mark objects of a simulated world. */
final class SimFaults implements FaultProvider<SimFaults.Marking> {

    private final SimWorld world;

    SimFaults(SimWorld world) {
        this.world = world;
    }

    record Marking(
            @Setting("The objects.") List<String> objects,
            @Setting("Whether the server itself ends it.") boolean leased) {}

    @Override
    public String kind() {
        return "sim";
    }

    @Override
    public String summary() {
        return "Marks objects.";
    }

    @Override
    public Class<Marking> settings() {
        return Marking.class;
    }

    @Override
    public FaultPlan plan(Marking settings, List<TargetInfo> resolved) {
        return new FaultPlan("mark", "unmark", true);
    }

    @Override
    public List<PreparedFault> prepare(Marking settings, FaultContext context) {
        List<PreparedFault> faults = new ArrayList<>();
        for (String object : settings.objects()) {
            faults.add(new Marked(object, context.runId() + "-" + context.faultId(), settings.leased()));
        }
        return faults;
    }

    @Override
    public String object(UndoRecipe recipe) {
        return recipe.target();
    }

    @Override
    public void heal(UndoRecipe recipe, HealContext context) throws IOException {
        world.unmark(recipe.target(), recipe.fact("mark"));
    }

    @Override
    public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        return world.marked(recipe.target(), recipe.fact("mark"))
                ? HealCheck.notHealed("still marked")
                : HealCheck.healed("not marked");
    }

    private final class Marked implements PreparedFault {

        private final String object;
        private final String mark;
        private final boolean leased;

        private Marked(String object, String mark, boolean leased) {
            this.object = object;
            this.mark = mark;
            this.leased = leased;
        }

        @Override
        public String target() {
            return object;
        }

        @Override
        public UndoRecipe undo() {
            return new UndoRecipe(kind(), object, Map.of("mark", mark));
        }

        @Override
        public Bound bound() {
            return leased
                    ? new Bound.ByItself("its lease ends")
                    : new Bound.ByGuard(List.of(SimWorld.remedy(object, mark)));
        }

        @Override
        public void inject() throws IOException {
            world.mark(object, mark, leased);
        }

        @Override
        public Optional<String> effect() throws IOException {
            return world.marked(object, mark) ? Optional.of("marked") : Optional.empty();
        }
    }
}
