package dev.aftershock.toxiproxy;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.toxiproxy.ToxicApi.Toxic;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Toxics about to be added to one link.
 *
 * <p>The effect is seen when the server lists them <em>and</em> a knock on the wire shows it. Where the wire cannot tell,
 * because nothing answered before the fault either or the delay is too small, the listing alone counts, and the
 * evidence says so.
 */
final class ToxicFault implements PreparedFault {

    private final String target;
    private final LinkTarget link;
    private final List<Toxic> toxics;
    private final Optional<WireWitness> witness;
    private final ToxicApi api;
    private final Wire wire;

    ToxicFault(Links.Subject subject, List<Toxic> toxics, Optional<WireWitness> witness) {
        this.target = subject.target();
        this.link = subject.link();
        this.toxics = List.copyOf(toxics);
        this.witness = witness;
        this.api = subject.toxics();
        this.wire = subject.wire();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public UndoRecipe undo() {
        String kind = toxics.get(0).type();
        return Recipes.ofFault(
                kind, target, link, toxics.stream().map(Toxic::name).toList());
    }

    @Override
    public void inject() throws IOException {
        for (Toxic toxic : toxics) {
            api.add(link.proxy(), toxic);
        }
    }

    @Override
    public Optional<String> effect() throws IOException {
        StringBuilder listed = new StringBuilder();
        for (Toxic toxic : toxics) {
            Optional<String> there = api.read(link.proxy(), toxic.name());
            if (there.isEmpty()) {
                return Optional.empty();
            }
            listed.append(' ').append(there.get());
        }
        return witness.isPresent()
                ? witness.get().look(wire)
                : Optional.of("read back from the API:" + listed
                        + "; on the wire the link answered no knock before the fault, or too unsteadily to tell");
    }
}
