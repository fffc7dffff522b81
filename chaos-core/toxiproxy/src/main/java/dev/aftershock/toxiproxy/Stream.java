package dev.aftershock.toxiproxy;

import java.util.List;
import java.util.Locale;

/** Which way data flows on a link. */
public enum Stream {
    /** From clients to the server. */
    UPSTREAM,
    /** From the server to clients. */
    DOWNSTREAM,
    /** Both ways. */
    BOTH;

    /** The one or two directions meant. */
    List<Stream> directions() {
        return this == BOTH ? List.of(UPSTREAM, DOWNSTREAM) : List.of(this);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
