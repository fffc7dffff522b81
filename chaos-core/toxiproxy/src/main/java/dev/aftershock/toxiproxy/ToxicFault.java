package dev.aftershock.toxiproxy;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Restore;
import dev.aftershock.toxiproxy.ToxicApi.Toxic;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Toxics about to be added to one link.
 *
 * @param kind of the fault
 * @param sight how their effect is looked for
 */
record ToxicFault(String kind, Links.Subject subject, List<Toxic> toxics, ToxicSight sight) implements PreparedFault {

    @Override
    public String target() {
        return subject.target();
    }

    @Override
    public UndoRecipe undo() {
        return Recipes.ofFault(
                kind, target(), subject.link(), toxics.stream().map(Toxic::name).toList());
    }

    @Override
    public Bound bound() {
        return LinkBound.of(subject, () -> toxics.stream()
                .<Remedy>map(toxic -> new Restore("DELETE", LinkBound.toxic(subject.link(), toxic.name()), "", ""))
                .toList());
    }

    @Override
    public void inject() throws IOException {
        Optional<RunLease> lease = subject.lease();
        lease.ifPresent(RunLease::hold);
        for (Toxic toxic : toxics) {
            subject.toxics().add(subject.link().proxy(), toxic, lease);
        }
    }

    @Override
    public Optional<String> effect() throws IOException {
        return sight.of(toxics.stream().map(Toxic::name).toList());
    }
}
