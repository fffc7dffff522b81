package dev.aftershock.toxiproxy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.toxiproxy.ToxicApi.Toxic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the providers of all faults made of toxics share. The kind is Toxiproxy's type in kebab case. Thread-safe.
 *
 * @param <S> the record of a fault's settings
 */
abstract class ToxicProvider<S extends Record> implements FaultProvider<S> {

    /** The word for how such a fault is undone. */
    static final String REMOVAL = "remove the toxic";

    private final Links links = new Links();

    /**
     * What a fault wants.
     *
     * @param link the link, or a pattern for several
     * @param numbers the toxic's values by Toxiproxy's names
     * @param texts those that are no numbers
     */
    record Wish(String link, Stream stream, Map<String, Long> numbers, Map<String, String> texts) {

        Wish(String link, Stream stream, Map<String, Long> numbers) {
            this(link, stream, numbers, Map.of());
        }
    }

    abstract Wish wish(S settings);

    /** How the link behaved before, in what this fault changes; by default, how it answers knocks. */
    Optional<Baseline> before(Links.Subject subject) throws IOException {
        return Baseline.ofAnswers(subject.link().listen(), subject.wire());
    }

    /** How the wire shows the effect; nothing when it cannot. */
    abstract Optional<WireWitness> witness(S settings, InetSocketAddress link, Baseline before);

    /** Whether a toxic acts on what it only counts. */
    boolean meetingCounts(S settings) {
        return false;
    }

    /** What of it only our own proxy can do, in words; nothing when Toxiproxy can do it all. */
    Optional<String> beyondToxiproxy(S settings) {
        return Optional.empty();
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        Wish wish = wish(settings);
        List<Toxic> toxics = toxics(wish, context);
        return links.prepare(wish.link(), context, subject -> {
            refuseWhatItDoesNotKnow(subject, beyondToxiproxy(settings));
            Optional<Baseline> before = before(subject);
            Optional<WireWitness> witness =
                    before.flatMap(seen -> witness(settings, subject.link().listen(), seen));
            return new ToxicFault(
                    kind(), subject, toxics, new ToxicSight(subject, before, witness, meetingCounts(settings)));
        });
    }

    private static void refuseWhatItDoesNotKnow(Links.Subject subject, Optional<String> ours) {
        if (ours.isPresent() && subject.own().isEmpty()) {
            throw InvalidInputException.of(
                    "link '" + subject.target() + "' is on the server "
                            + subject.link().api() + ", which does not know " + ours.get(),
                    "a link on the embedded proxy, or on a server that 'aftershock proxy' started without --strict");
        }
    }

    private List<Toxic> toxics(Wish wish, FaultContext context) {
        return wish.stream().directions().stream()
                .map(way -> new Toxic(
                        Names.toxic(context.runId(), context.faultId(), kind(), way),
                        kind().replace('-', '_'),
                        way,
                        wish.numbers(),
                        wish.texts()))
                .toList();
    }

    @Override
    public final String object(UndoRecipe recipe) {
        return Recipes.object(recipe);
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        links.undo().removeToxics(recipe);
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        return links.undo().verify(recipe);
    }
}
