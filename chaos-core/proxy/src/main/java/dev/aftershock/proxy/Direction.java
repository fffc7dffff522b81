package dev.aftershock.proxy;

import java.util.Locale;
import java.util.Optional;

/** The way bytes flow: {@code UPSTREAM} is client to server, {@code DOWNSTREAM} server to client. */
enum Direction {
    UPSTREAM,
    DOWNSTREAM;

    Direction opposite() {
        return this == UPSTREAM ? DOWNSTREAM : UPSTREAM;
    }

    /** Reads Toxiproxy's {@code stream} field, in any case. */
    static Optional<Direction> parse(String stream) {
        return switch (stream.toLowerCase(Locale.ROOT)) {
            case "upstream" -> Optional.of(UPSTREAM);
            case "downstream" -> Optional.of(DOWNSTREAM);
            default -> Optional.empty();
        };
    }
}
