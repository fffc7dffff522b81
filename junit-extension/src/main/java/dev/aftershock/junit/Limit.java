package dev.aftershock.junit;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Holds a measured duration against a limit: what does not surely lie within it does not hold. Stateless. */
final class Limit {

    private Limit() {}

    /**
     * A duration as an experiment writes it, in nanoseconds.
     *
     * @throws InvalidInputException when it is none
     */
    static long nanos(String duration) {
        return Quantities.duration(duration)
                .map(Duration::toNanos)
                .orElseThrow(() ->
                        InvalidInputException.of("'" + duration + "' is no duration", Quantities.DURATION_EXAMPLES));
    }

    /** Why it does not hold; empty when it does. */
    static Optional<String> broken(String what, String duration, String who, Bracket measured) {
        long limit = nanos(duration);
        if (measured.ended() && measured.high() <= limit) {
            return Optional.empty();
        }
        return Optional.of("expected " + what + " within " + duration + ", but " + who + " measured "
                + Nanos.bracket(measured) + (measured.low() > limit ? "" : ", which does not prove it"));
    }

    /** Lines below a message. */
    static String below(List<String> lines) {
        return lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines);
    }
}
