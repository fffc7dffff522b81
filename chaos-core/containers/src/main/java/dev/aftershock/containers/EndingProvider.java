package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the providers share of faults that end a container, which is started again. */
abstract class EndingProvider<S extends Record> extends ContainerProvider<S> {

    /** Makes the one call that ends it. */
    abstract Consumer<DockerClient> ending(S settings, String id);

    @Override
    final PreparedFault prepare(S settings, Subject subject) {
        if (Boolean.TRUE.equals(subject.before().getHostConfig().getAutoRemove())) {
            throw InvalidInputException.of(
                    "'" + subject.target() + "' is " + subject
                            + ", which its engine removes when it ends, so that nobody could start it again",
                    "a container that was not made with --rm");
        }
        String began = Subject.began(subject.before());
        return new PreparedChange(
                subject,
                subject.recipe(kind(), Map.of()),
                subject.revert("/containers/" + subject.id() + "/start", "", List.of("\"Running\":true")),
                () -> subject.docker().change(kind() + " of " + subject, ending(settings, subject.id())),
                () -> subject.docker().look(subject.id()).flatMap(now -> ended(subject, now, began)));
    }

    private static Optional<String> ended(Subject subject, InspectContainerResponse now, String began) {
        if (!Boolean.TRUE.equals(now.getState().getRunning())) {
            return Optional.of(
                    subject + " ended with exit code " + now.getState().getExitCodeLong());
        }
        return Subject.began(now).equals(began)
                ? Optional.empty()
                : Optional.of(subject + " was started anew at " + Subject.began(now));
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        if (look(recipe).filter(now -> !Subject.running(now)).isPresent()) {
            String id = recipe.fact(Subject.CONTAINER);
            docker(recipe).change("starting " + recipe.fact(Subject.CALLED), engine -> engine.startContainerCmd(id)
                    .exec());
        }
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        Optional<InspectContainerResponse> now = look(recipe);
        if (now.isEmpty()) {
            return HealCheck.healed(removed(recipe));
        }
        String seen = recipe.fact(Subject.CALLED) + " is " + Subject.state(now.get());
        return Subject.running(now.get())
                ? HealCheck.healed(seen + ", since " + Subject.began(now.get())
                        + Published.changed(recipe.fact(Subject.PORTS), now.get()))
                : HealCheck.notHealed(seen);
    }
}
