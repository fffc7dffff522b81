package dev.aftershock.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of the method; steps run in order. */
public sealed interface Step {

    /** The step's name; unique within the method, made from its place when none was written. */
    String name();

    /** The faults that it injects. */
    default Stream<PartSpec> faults() {
        if (this instanceof Together together) {
            return together.steps().stream().map(Inject::fault);
        }
        return this instanceof Inject inject ? Stream.of(inject.fault()) : Stream.empty();
    }

    /**
     * Breaks something.
     *
     * @param lasting when given, the step waits this long and heals its fault; otherwise the fault acts to the end
     */
    record Inject(String name, PartSpec fault, Optional<Duration> lasting) implements Step {}

    /** Heals the fault of an earlier step now. */
    record Heal(String name, String step) implements Step {}

    /** Waits until a probe has been stable again for the steady state's hold, or the limit has passed. */
    record WaitUntil(String name, String recovered, Duration within) implements Step {}

    /**
     * Declares the incident, as the people on duty would; a clock may begin here.
     *
     * @param text what is declared, one line
     */
    record Declare(String name, String text) implements Step {}

    /** Breaks several things at once. */
    record Together(String name, List<Inject> steps) implements Step {
        /** Copies the list. */
        public Together {
            steps = List.copyOf(steps);
        }
    }
}
