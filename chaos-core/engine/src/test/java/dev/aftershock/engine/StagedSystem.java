package dev.aftershock.engine;

import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Systems of any number of parts that start and end as a test says, and remember in which order. */
final class StagedSystem implements TargetProvider<StagedSystem.Of> {

    static final String KIND = "staged-system";

    final List<String> calls = new CopyOnWriteArrayList<>();

    /** What its parts log; each part is a target with the same log. */
    final List<SystemEvent> log = new ArrayList<>();

    volatile Consumer<RunContext> duringPrepare = context -> {};
    volatile Consumer<String> duringStart = name -> {};
    volatile Consumer<String> duringClose = name -> {};
    volatile Consumer<String> duringRemove = part -> {};
    volatile Set<String> stuck = Set.of();

    record Of(List<String> parts) {}

    /** One of the parts of a system. */
    record Piece(String name, List<SystemEvent> events) implements SystemLog {}

    static TargetSpec spec(String name, String... parts) {
        return new TargetSpec(name, new PartSpec(KIND, new Of(List.of(parts))));
    }

    @Override
    public PreparedTargets prepare(String name, Of settings, RunContext context) {
        duringPrepare.accept(context);
        return new PreparedTargets() {
            @Override
            public List<UndoRecipe> undo() {
                return settings.parts().stream()
                        .map(part -> new UndoRecipe(KIND, part, Map.of("run", context.runId())))
                        .toList();
            }

            @Override
            public TargetSet start() {
                calls.add("start " + name);
                duringStart.accept(name);
                return new Running(name, settings.parts());
            }
        };
    }

    private final class Running implements TargetSet {

        private final String name;
        private final List<String> parts;

        Running(String name, List<String> parts) {
            this.name = name;
            this.parts = parts;
        }

        @Override
        public Map<String, Object> targets() {
            return parts.stream()
                    .collect(
                            java.util.stream.Collectors.toMap(part -> name + "." + part, part -> new Piece(part, log)));
        }

        @Override
        public void close() {
            calls.add("close " + name);
            duringClose.accept(name);
        }
    }

    @Override
    public void heal(UndoRecipe recipe, HealContext context) {
        calls.add("remove " + recipe.target());
        duringRemove.accept(recipe.target());
    }

    @Override
    public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
        calls.add("look " + recipe.target());
        return stuck.contains(recipe.target())
                ? HealCheck.notHealed(recipe.target() + " is\nstill there")
                : HealCheck.healed(recipe.target() + " is gone");
    }

    @Override
    public boolean startsSystem() {
        return true;
    }

    @Override
    public List<TargetInfo> describe(String name, Of settings) {
        return List.of();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String summary() {
        return "Starts and ends as a test says.";
    }

    @Override
    public Class<Of> settings() {
        return Of.class;
    }
}
