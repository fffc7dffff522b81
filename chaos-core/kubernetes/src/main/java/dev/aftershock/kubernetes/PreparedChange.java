package dev.aftershock.kubernetes;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Access;
import dev.aftershock.guard.Amend;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of one object that is ready to be made.
 *
 * @param access how a guard gets in
 * @param last whether it is the last one of its fault
 */
record PreparedChange<S extends Record>(
        ChangeProvider<S> provider, S settings, Scene scene, Change change, Mark mark, Access access, boolean last)
        implements PreparedFault {

    @Override
    public String target() {
        return change.thing().toString();
    }

    @Override
    public UndoRecipe undo() {
        return Recipes.of(
                provider.kind(),
                scene.cluster(),
                change.thing(),
                Map.of(
                        Recipes.OWNER,
                        mark.owner(),
                        ChangeProvider.PATCH,
                        change.restoring(mark),
                        ChangeProvider.DURING,
                        change.during()));
    }

    @Override
    public Bound bound() {
        return new Bound.ByGuard(List.of(amend()));
    }

    Amend amend() {
        return new Amend(
                scene.cluster().address(change.thing()), Things.PATCH, change.restoring(mark), mark.text(), access);
    }

    @Override
    public void inject() throws IOException, InterruptedException {
        make();
        if (last) {
            provider.follow(settings, scene, mark);
        }
    }

    private void make() throws IOException {
        for (int attempt = 0; attempt < ChangeProvider.ATTEMPTS; attempt++) {
            if (Things.patch(scene.cluster(), change.thing(), provider.breaking(scene, change, mark))) {
                return;
            }
        }
        throw new IOException(change.thing() + " is another one than it was, or is changed by others all the time");
    }

    @Override
    public Optional<String> effect() throws IOException {
        Optional<GenericKubernetesResource> changed =
                Things.read(scene.cluster(), change.thing()).filter(object -> mark.isOn(object.getMetadata()));
        return changed.isPresent() ? provider.effect(settings, scene, changed.get()) : Optional.empty();
    }

    @Override
    public Duration effectWithin() {
        return provider.effectWithin();
    }
}
