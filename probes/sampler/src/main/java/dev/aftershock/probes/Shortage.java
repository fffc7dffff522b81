package dev.aftershock.probes;

import java.net.BindException;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells failures of this machine from failures of the watched system. */
final class Shortage {

    private static final int DEEPEST_CAUSE = 8;

    private Shortage() {}

    /** Whether an error says that this machine ran out of local ports or file handles. */
    static boolean isCauseOf(Throwable error) {
        return Stream.iterate(Optional.of(error), Optional::isPresent, each -> each.map(Throwable::getCause))
                .limit(DEEPEST_CAUSE)
                .map(Optional::orElseThrow)
                .anyMatch(Shortage::isShortage);
    }

    private static boolean isShortage(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof BindException
                || message.contains("Too many open files")
                || message.contains("Cannot assign requested address");
    }
}
