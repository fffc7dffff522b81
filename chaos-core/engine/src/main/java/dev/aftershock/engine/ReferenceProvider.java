package dev.aftershock.engine;

import dev.aftershock.parts.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What providers share whose targets run already: nothing is started, so nothing is undone.
 *
 * @param <S> the record of the settings
 */
public abstract class ReferenceProvider<S extends Record> implements TargetProvider<S> {

    private final String kind;
    private final String summary;
    private final Class<S> settings;
    private final String shortForm;

    /**
     * The parts that describe it.
     *
     * @param kind as experiments write it
     * @param summary in one sentence
     * @param settings the record of its settings
     * @param shortForm the key that a bare value stands for; empty for none
     */
    protected ReferenceProvider(String kind, String summary, Class<S> settings, String shortForm) {
        this.kind = kind;
        this.summary = summary;
        this.settings = settings;
        this.shortForm = shortForm;
    }

    /** The live target. */
    protected abstract Object target(S settings);

    /** What no output may show beside the secrets among the settings, such as what stands in a file that they name. */
    protected Collection<Secret> secrets(S settings) {
        return List.of();
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final Class<S> settings() {
        return settings;
    }

    @Override
    public final String shortForm() {
        return shortForm;
    }

    @Override
    public final boolean startsSystem() {
        return false;
    }

    @Override
    public final PreparedTargets prepare(String name, S settings, RunContext context) {
        context.shared().mask().hide(secrets(settings));
        Map<String, Object> targets = Map.of(name, target(settings));
        return new PreparedTargets() {
            @Override
            public List<UndoRecipe> undo() {
                return List.of();
            }

            @Override
            public TargetSet start() {
                return new Referred(targets);
            }
        };
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) {
        // Nothing was started.
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
        return HealCheck.healed(recipe.target() + " was only referred to");
    }

    private record Referred(Map<String, Object> targets) implements TargetSet {
        @Override
        public void close() {
            // Nothing was started.
        }
    }
}
