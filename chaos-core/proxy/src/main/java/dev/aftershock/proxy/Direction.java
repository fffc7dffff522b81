package dev.aftershock.proxy;

import java.util.Locale;
import java.util.Optional;

/** Which way bytes go through a link. */
enum Direction {
    /** From client to server. */
    UPSTREAM,
    /** From server to client. */
    DOWNSTREAM;

    static Optional<Direction> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "upstream" -> Optional.of(UPSTREAM);
            case "downstream" -> Optional.of(DOWNSTREAM);
            default -> Optional.empty();
        };
    }
}
