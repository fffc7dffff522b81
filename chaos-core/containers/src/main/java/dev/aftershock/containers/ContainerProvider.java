package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the providers of faults on containers share. */
abstract class ContainerProvider<S extends Record> implements FaultProvider<S> {

    private final Engines engines = new Engines();

    /** The name of the target. */
    abstract String target(S settings);

    /**
     * Makes ready.
     *
     * @param subject runs, and may be broken
     * @throws InvalidInputException when it cannot take the fault
     */
    abstract PreparedFault prepare(S settings, Subject subject) throws IOException;

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        List<PreparedFault> prepared = new ArrayList<>();
        for (Targets.Named<ContainerTarget> found : context.targets().find(target(settings), ContainerTarget.class)) {
            prepared.add(prepare(settings, subject(found)));
        }
        return prepared;
    }

    private Subject subject(Targets.Named<ContainerTarget> found) throws IOException {
        String id = found.target().id();
        Docker docker = engines.at(found.target().engine());
        InspectContainerResponse now = docker.look(id)
                .orElseThrow(() -> InvalidInputException.of(
                        "'" + found.name() + "' is container " + Docker.shortened(id) + ", which was removed",
                        "a container that runs"));
        Subject subject = new Subject(found.name(), docker, now);
        subject.refuseUnfit();
        return subject;
    }

    @Override
    public String object(UndoRecipe recipe) {
        // Not where its engine is: one engine has several addresses.
        return "container " + recipe.fact(Subject.CONTAINER);
    }

    /** The engine that a recipe names. */
    final Docker docker(UndoRecipe recipe) {
        return engines.at(URI.create(recipe.fact(Subject.ENGINE)));
    }

    /** The container that a recipe names, as it is now; nothing when it was removed. */
    final Optional<InspectContainerResponse> look(UndoRecipe recipe) throws IOException {
        return docker(recipe).look(recipe.fact(Subject.CONTAINER));
    }

    /** What is told of one that was removed: nothing of it is left that could be broken. */
    static String removed(UndoRecipe recipe) {
        return recipe.fact(Subject.CALLED) + " was removed";
    }
}
