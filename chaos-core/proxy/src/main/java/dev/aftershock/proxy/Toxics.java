package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The toxics of one proxy and the links that they act on; touched by the event loop alone. */
final class Toxics {

    private final List<Toxic> toxics = new ArrayList<>();
    private final Set<Pipe> pipes = new LinkedHashSet<>();

    /** A new link takes on every toxic of its direction. */
    void attach(Pipe pipe) {
        pipes.add(pipe);
        toxics.stream().filter(toxic -> toxic.direction() == pipe.direction()).forEach(pipe::append);
    }

    void detach(Pipe pipe) {
        pipes.remove(pipe);
    }

    /** First those of the upstream, then those of the downstream, each in the order in which they were added. */
    List<Toxic> inOrder() {
        return Stream.of(Direction.values())
                .flatMap(direction -> toxics.stream().filter(toxic -> toxic.direction() == direction))
                .toList();
    }

    Toxic find(String name) {
        return toxics.stream()
                .filter(toxic -> toxic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(404, "toxic not found"));
    }

    Toxic add(Toxic toxic) {
        if (toxics.stream().anyMatch(other -> other.name().equals(toxic.name()))) {
            throw new ApiException(409, "toxic already exists");
        }
        toxics.add(toxic);
        of(toxic.direction()).forEach(pipe -> pipe.append(toxic));
        return toxic;
    }

    Toxic update(String name, Fields fields) {
        Toxic old = find(name);
        Toxic merged = old.merged(fields);
        toxics.set(toxics.indexOf(old), merged);
        of(old.direction()).forEach(pipe -> pipe.update(merged));
        return merged;
    }

    void remove(String name) {
        Toxic toxic = find(name);
        toxics.remove(toxic);
        of(toxic.direction()).forEach(pipe -> pipe.remove(toxic));
    }

    void removeAll() {
        List.copyOf(toxics).forEach(toxic -> remove(toxic.name()));
    }

    /** A copy, because removing a toxic may close a link and so detach it. */
    private List<Pipe> of(Direction direction) {
        return pipes.stream().filter(pipe -> pipe.direction() == direction).toList();
    }
}
