package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Revert;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What the providers share of faults that end a container, which is started again. */
abstract class EndingProvider<S extends Record> extends ContainerProvider<S> {

    private static final String BEGAN = "began";
    private static final String SETTLED = "settled-at";

    /** What an engine needs besides to carry out what it was asked. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(100);

    /** Makes the one call that ends it. */
    abstract Consumer<DockerClient> ending(S settings, String id);

    /** How long the engine goes on with that by itself, also when whoever asked is gone. */
    abstract Duration grace(S settings);

    /**
     * Refuses a container that could not be as before after it.
     *
     * @throws InvalidInputException when it is one
     */
    void refuseUnfit(S settings, Subject subject) {}

    /** What is told when it did not end. */
    String unseen(S settings, Subject subject) {
        return PreparedChange.unseen(subject);
    }

    @Override
    final PreparedFault prepare(S settings, Subject subject) {
        refuseUnfit(settings, subject);
        if (Boolean.TRUE.equals(subject.before().getHostConfig().getAutoRemove())) {
            throw InvalidInputException.of(
                    "'" + subject.target() + "' is " + subject
                            + ", which its engine removes when it ends, so that nobody could start it again",
                    "a container that was not made with --rm");
        }
        String began = Subject.began(subject.before());
        long settled = Instant.now().plus(grace(settings)).plus(SLACK).toEpochMilli();
        return new PreparedChange(
                subject,
                subject.recipe(kind(), Map.of(BEGAN, began, SETTLED, Long.toString(settled))),
                subject.revert("/containers/" + subject.id() + "/start", "", List.of("\"Running\":true"))
                        .after(new Revert.Unsettled("\"StartedAt\":\"" + began + "\"", settled)),
                () -> subject.docker().change(kind() + " of " + subject, ending(settings, subject.id())),
                () -> subject.docker().look(subject.id()).flatMap(now -> ended(subject, now, began)),
                unseen(settings, subject));
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

    /** One that was started since, and does not run, was ended by somebody else. */
    private static boolean isOurs(UndoRecipe recipe, HealContext context, InspectContainerResponse now) {
        return context.live().isPresent() || Subject.began(now).equals(recipe.fact(BEGAN));
    }

    /** Whether what was asked of its engine may still end it. */
    private static boolean isUnsettled(UndoRecipe recipe, InspectContainerResponse now) {
        return Subject.running(now)
                && Subject.began(now).equals(recipe.fact(BEGAN))
                && Instant.now().toEpochMilli() < Long.parseLong(recipe.fact(SETTLED));
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        Optional<InspectContainerResponse> now = look(recipe);
        while (now.filter(seen -> isUnsettled(recipe, seen)).isPresent()) {
            LockSupport.parkNanos(STEP.toNanos());
            now = look(recipe);
        }
        boolean broken = now.filter(seen -> !Subject.running(seen) && isOurs(recipe, context, seen))
                .isPresent();
        if (broken) {
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
        if (!Subject.running(now.get()) && !isOurs(recipe, context, now.get())) {
            return HealCheck.healed(seen + ", and was started since: what ended it again was not this fault");
        }
        if (isUnsettled(recipe, now.get())) {
            return HealCheck.notHealed(seen + ", and may still be ended by what was asked of its engine");
        }
        return Subject.running(now.get())
                ? HealCheck.healed(seen + ", since " + Subject.began(now.get())
                        + Published.changed(recipe.fact(Subject.PORTS), now.get()))
                : HealCheck.notHealed(seen);
    }
}
