package dev.aftershock.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What is promised and judged.
 *
 * @param rto the longest time from the fault's onset to stable recovery (R3); empty when time is not judged
 * @param rpo the most data that may be lost; empty when loss is not judged
 */
public record Objectives(Optional<Duration> rto, Optional<Rpo> rpo) {

    /** Nothing is judged. */
    public static Objectives none() {
        return new Objectives(Optional.empty(), Optional.empty());
    }

    /** A recovery point objective. */
    public sealed interface Rpo {
        /** The objective as written in a file. */
        String text();
    }

    /**
     * At most so many acknowledged writes may be lost.
     *
     * @param most the number, at least 0
     */
    public record Writes(long most) implements Rpo {
        /** Checks the range. */
        public Writes {
            if (most < 0) {
                throw new IllegalArgumentException("a number of writes, at least 0");
            }
        }

        @Override
        public String text() {
            return most + " writes";
        }
    }

    /**
     * No write that was acknowledged longer than this before the fault may be lost.
     *
     * @param most the age
     */
    public record Age(Duration most) implements Rpo {
        @Override
        public String text() {
            return dev.aftershock.parts.Quantities.format(most);
        }
    }
}
