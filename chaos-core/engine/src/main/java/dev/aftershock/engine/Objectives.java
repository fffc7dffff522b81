package dev.aftershock.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is promised and judged. The words are those of NIST SP 800-34r1, section 3.2.
 *
 * @param rto the longest time from {@code clock} to stable recovery (R3); empty when time is not judged
 * @param rpo the most data that may be lost; empty when loss is not judged
 * @param clock when the time of recovery begins to count
 * @param mtd the maximum tolerable downtime, against which recovery and work recovery together are judged (R10)
 * @param workRecovery the time that work takes, once the system is back, to catch up and be verified (WRT); declared
 */
public record Objectives(
        Optional<Duration> rto,
        Optional<Rpo> rpo,
        Start clock,
        Optional<Duration> mtd,
        Optional<Duration> workRecovery) {

    /** Checks that what is promised can be kept. */
    public Objectives {
        Duration least = rto.orElse(Duration.ZERO).plus(workRecovery.orElse(Duration.ZERO));
        if (mtd.isPresent() && least.compareTo(mtd.get()) > 0) {
            throw new IllegalArgumentException("'mtd' is shorter than 'rto' and 'work-recovery' together");
        }
        if (workRecovery.isPresent() && mtd.isEmpty()) {
            throw new IllegalArgumentException("'work-recovery' counts against 'mtd', which is missing");
        }
    }

    /** Objectives that count from the fault. */
    public Objectives(Optional<Duration> rto, Optional<Rpo> rpo) {
        this(rto, rpo, Start.FAULT, Optional.empty(), Optional.empty());
    }

    /** Nothing is judged. */
    public static Objectives none() {
        return new Objectives(Optional.empty(), Optional.empty());
    }

    /** When the time of recovery begins to count. */
    public enum Start {
        /** When the first fault took effect (F). */
        FAULT,
        /** When the first {@code declare} step was played (T). */
        DECLARED,
        /** When a probe's first outage after the fault began (A). */
        FIRST_FAILURE;

        /** The word in a file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
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
