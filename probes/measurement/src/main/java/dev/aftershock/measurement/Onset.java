package dev.aftershock.measurement;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the first trouble from a moment on began.
 *
 * @param first empty when there was none
 */
record Onset(Optional<Edge> first, Moment since) {

    static Onset of(Troubles blackouts, Troubles brownouts, Moment since) {
        Optional<Edge> first = Stream.of(blackouts.first(), brownouts.first())
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(Edge::high));
        return new Onset(first, since);
    }

    Optional<Moment> firstFailure() {
        return first.map(Edge::moment);
    }

    Optional<Bracket> impact() {
        return first.map(edge -> edge.since(Edge.of(since)));
    }

    boolean failingBefore() {
        return first.isPresent() && first.get().high() < since.earliest();
    }
}
