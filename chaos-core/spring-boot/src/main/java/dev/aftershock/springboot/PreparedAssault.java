package dev.aftershock.springboot;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import java.io.IOException;
import java.util.Optional;

/**
 * An assault on requests that is ready to be made.
 *
 * @param canary shows the effect, where there is one
 */
record PreparedAssault<S extends Record>(
        AssaultProvider<S> provider, S settings, String target, Exchange exchange, Optional<Canary> canary)
        implements PreparedFault {

    @Override
    public UndoRecipe undo() {
        return exchange.undo(provider.kind(), target);
    }

    @Override
    public Bound bound() {
        return exchange.bound();
    }

    @Override
    public void inject() throws IOException {
        exchange.make();
    }

    @Override
    public Optional<String> effect() throws IOException {
        if (!exchange.stands()) {
            return Optional.empty();
        }
        if (canary.isEmpty()) {
            return Optional.of("read back from " + exchange.actuator().endpoint() + ": " + provider.deed(settings)
                    + "; without a canary it is not seen whether requests meet it");
        }
        return canary.get().look(answer -> provider.shows(settings, answer));
    }
}
