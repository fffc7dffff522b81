package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Revert;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container that a fault is about to act on.
 *
 * @param target its name in the experiment
 * @param before how it was before the fault
 */
record Subject(String target, Docker docker, InspectContainerResponse before) {

    /** The facts of every recipe. */
    static final String ENGINE = "engine";

    static final String CONTAINER = "container";
    static final String CALLED = "called";
    static final String PORTS = "ports";

    /** Faults leave alone what carries this label, with {@code true}. */
    static final String PROTECT = "aftershock.dev/protect";

    /** Its whole id. */
    String id() {
        return before.getId();
    }

    @Override
    public String toString() {
        return called(before);
    }

    /** Such as {@code container orders-db (0123456789ab)}. */
    static String called(InspectContainerResponse container) {
        String name = container.getName();
        return "container " + (name.startsWith("/") ? name.substring(1) : name) + " ("
                + Docker.shortened(container.getId()) + ")";
    }

    /**
     * Refuses what no fault may act on.
     *
     * @throws InvalidInputException when it is protected, does not run, or runs this experiment
     */
    void refuseUnfit() {
        Map<String, String> labels =
                Optional.ofNullable(before.getConfig().getLabels()).orElse(Map.of());
        if ("true".equals(labels.get(PROTECT))) {
            throw InvalidInputException.of(
                    "'" + target + "' is " + this + ", which is protected by its label " + PROTECT,
                    "another container");
        }
        if (runsThis()) {
            throw InvalidInputException.of(
                    "'" + target + "' is " + this + ", in which this experiment runs", "another container");
        }
        if (!running(before)) {
            throw InvalidInputException.of(
                    "'" + target + "' is " + this + ", which is " + state(before), "a container that runs");
        }
    }

    /** Engines mount a container's own name file into it, from a folder that is named after it. */
    private boolean runsThis() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return mounts.anyMatch(line -> line.contains("/" + id() + "/") && line.contains(" /etc/hostname "));
        } catch (IOException | UncheckedIOException none) {
            return false;
        }
    }

    /** How it is, in one word of the engine's. */
    static String state(InspectContainerResponse container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getStatus)
                .orElse("in no state that is known");
    }

    /** Whether its processes run, and are not paused. */
    static boolean running(InspectContainerResponse container) {
        return "running".equals(state(container));
    }

    static boolean paused(InspectContainerResponse container) {
        return "paused".equals(state(container));
    }

    /** When its first process began, as the engine has it. */
    static String began(InspectContainerResponse container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getStartedAt)
                .orElse("");
    }

    UndoRecipe recipe(String kind, Map<String, String> more) {
        Map<String, String> facts = new HashMap<>(more);
        facts.put(ENGINE, docker.address().toString());
        facts.put(CONTAINER, id());
        facts.put(CALLED, toString());
        facts.put(PORTS, Published.of(before));
        return new UndoRecipe(kind, target, facts);
    }

    /**
     * What a guard does about it.
     *
     * @param post the path of the request that brings it about
     * @param shows what the container's text holds then
     */
    Revert revert(String post, String body, List<String> shows) {
        return new Revert(docker.address(), post, body, "/containers/" + id() + "/json", shows);
    }
}
