package dev.aftershock.containers;

import com.github.dockerjava.api.model.Container;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.ReferenceProvider;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the target {@code container}: one that runs already.
 *
 * @param name its name, or the beginning of its id
 * @param label a label that it alone carries, {@code KEY=VALUE}
 * @param host the engine; that of {@code DOCKER_HOST} when left out
 */
public record RunningContainer(
        @Setting("Its name, or the beginning of its id of 12 letters at the least.")
        Optional<String> name,

        @Setting("A label that it alone carries, such as com.docker.compose.service=db.")
        Optional<String> label,

        @Setting("The engine, such as unix:///var/run/docker.sock; that of DOCKER_HOST when left out.")
        Optional<URI> host) {

    private static final int SHORTEST_ID = 12;

    /**
     * Checks that one container is told.
     *
     * @throws IllegalArgumentException when both or neither of name and label is given
     */
    public RunningContainer {
        if (name.isPresent() == label.isPresent()) {
            throw new IllegalArgumentException("'name' is " + name.orElse("missing") + " and 'label' is "
                    + label.orElse("missing") + "; expected one of them");
        }
        label.filter(text -> text.indexOf('=') < 1).ifPresent(text -> {
            throw new IllegalArgumentException("'label' is '" + text + "'; expected KEY=VALUE");
        });
    }

    private String told() {
        return name.map(text -> "named '" + text + "'").orElseGet(() -> "with the label " + label.orElse(""));
    }

    private boolean means(Container found) {
        if (label.isPresent()) {
            String[] pair = label.get().split("=", 2);
            return pair[1].equals(
                    Optional.ofNullable(found.getLabels()).orElse(Map.of()).get(pair[0]));
        }
        String text = name.orElse("");
        return names(found).contains(text)
                || (text.length() >= SHORTEST_ID && found.getId().startsWith(text));
    }

    private static List<String> names(Container found) {
        return Arrays.stream(found.getNames())
                .map(each -> each.startsWith("/") ? each.substring(1) : each)
                .toList();
    }

    /** Refers to containers that already run. Thread-safe. */
    public static final class Provider extends ReferenceProvider<RunningContainer> {

        private final Engines engines = new Engines();

        /** Used by {@link java.util.ServiceLoader}. */
        public Provider() {
            super(
                    "container",
                    "A container that already runs, of an engine that speaks Docker's API.",
                    RunningContainer.class,
                    "name");
        }

        @Override
        public List<TargetInfo> describe(String name, RunningContainer settings) {
            return List.of(new TargetInfo(name, "container " + settings.told(), Set.of(ContainerTarget.class)));
        }

        @Override
        protected Object target(RunningContainer settings) {
            URI address = Engines.address(settings.host());
            List<Container> found =
                    all(address).stream().filter(settings::means).toList();
            if (found.size() != 1) {
                throw InvalidInputException.of(
                        found.size() + " containers " + settings.told() + " run at " + address
                                + found.stream()
                                        .map(each -> String.join(", ", names(each)))
                                        .collect(Collectors.joining(", ", ": ", ""))
                                        .replaceAll(": $", ""),
                        "exactly one; 'docker ps --format {{.Names}}' lists those that run");
            }
            return new Referred(address, found.get(0).getId());
        }

        private List<Container> all(URI address) {
            try {
                return engines.at(address)
                        .ask("listing the containers at " + address, client -> client.listContainersCmd()
                                .exec());
            } catch (IOException e) {
                throw InvalidInputException.of(
                        "no container engine answers at " + address + ": " + e.getMessage(),
                        "one that runs and that this user may use, as 'host' or in DOCKER_HOST");
            }
        }
    }

    private record Referred(URI engine, String id) implements ContainerTarget {}
}
