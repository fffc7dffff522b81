package dev.aftershock.containers;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file system says of itself.
 *
 * @param free bytes that may be written
 * @param total bytes of all
 * @param memory whether it is made of memory
 */
record Space(long free, long total, boolean memory) {

    /** Free for others, where a volume is a folder on the engine's disk. */
    static final long SPARED = 1L << 30;

    private static final Pattern FREE = Pattern.compile("(?m)^free (\\d{1,18}) of (\\d{1,18}) (\\S+)$");
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int MEBI = 20;

    /** Looks, by a container that only may read. */
    static Space of(Filler looker) throws IOException {
        try {
            looker.start(0, false);
            MonotonicClock clock = MonotonicClock.startingNow();
            do {
                Optional<Matcher> said = looker.said(FREE);
                if (said.isPresent()) {
                    String type = said.get().group(3);
                    return new Space(
                            Long.parseLong(said.get().group(1)),
                            Long.parseLong(said.get().group(2)),
                            type.equals("tmpfs") || type.equals("ramfs"));
                }
                LockSupport.parkNanos(STEP.toNanos());
            } while (looker.isThere() && clock.nanos() < WITHIN.toNanos());
            throw new IOException("the container " + looker.name() + " of the image " + looker.image()
                    + " did not tell what is free on " + looker.kept()
                    + "; expected an image of Aftershock's command line, and an answer within " + WITHIN.toSeconds()
                    + " s");
        } finally {
            Filler.remove(looker.docker(), looker.name());
        }
    }

    /**
     * How many bytes there are to hold.
     *
     * @throws InvalidInputException when there are not so many
     */
    long toHold(ContainerFill settings, Kept kept) {
        long bytes = settings.size()
                .map(Space::bytes)
                .orElseGet(() -> free - settings.leave().map(Space::bytes).orElse(0L));
        long left = free - bytes;
        if (bytes <= 0 || left < 0) {
            throw InvalidInputException.of(
                    kept + " has " + mebibytes(free) + " free of " + mebibytes(total), "more than is asked for");
        }
        if (!kept.own() && left < SPARED) {
            throw InvalidInputException.of(
                    kept + " is a folder on the engine's own disk, of which " + mebibytes(left) + " would be left",
                    mebibytes(SPARED) + " or more, or a volume with a file system of its own");
        }
        return bytes;
    }

    /** How many bytes are to be left; nothing where it is told how many are held. */
    static OptionalLong toLeave(ContainerFill settings) {
        return settings.leave().stream().mapToLong(Space::bytes).findFirst();
    }

    private static long bytes(int mebibytes) {
        return (long) mebibytes << MEBI;
    }

    static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / (double) (1 << MEBI));
    }
}
