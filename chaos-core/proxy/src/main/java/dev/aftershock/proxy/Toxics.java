package dev.aftershock.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The toxics of one proxy in the order they were added; immutable. */
record Toxics(List<Toxic> inOrder) {
    static final Toxics NONE = new Toxics(List.of());

    List<Toxic> on(Direction direction) {
        return inOrder.stream().filter(t -> t.direction() == direction).toList();
    }

    Optional<Toxic> find(String name) {
        return inOrder.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    Toxics with(Toxic added) {
        List<Toxic> all = new ArrayList<>(inOrder);
        all.add(added);
        return new Toxics(List.copyOf(all));
    }

    Toxics replaced(Toxic changed) {
        return new Toxics(
                inOrder.stream().map(t -> t.id() == changed.id() ? changed : t).toList());
    }

    /** Upstream toxics first, as Toxiproxy lists them. */
    String json() {
        return Stream.of(Direction.values())
                .flatMap(direction -> on(direction).stream())
                .map(Toxic::json)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
