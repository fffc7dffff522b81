package dev.aftershock.proxy;

/**
 * Where a stage tells what it does; only a stage that strikes does. Meeting, closing and resetting are noted for every
 * stage by its base class and its port; delaying by {@link HoldingStage}. What drops or alters bytes says so itself.
 */
final class StageEvidence {
    private final String toxic;
    private final Effects effects;
    private final ConnectionRecord connection;
    private boolean known;
    private boolean ended;

    StageEvidence(Toxic toxic, ConnectionRecord connection) {
        this.toxic = toxic.name();
        this.effects = toxic.life().effects();
        this.connection = connection;
    }

    /** A chunk of {@code bytes} has come to a stage that strikes. */
    void met(int bytes) {
        metConnection();
        effects.met(bytes);
    }

    /** The end of the stream has come to a stage that strikes. */
    void metEnd() {
        metConnection();
    }

    /** A chunk of {@code bytes}, or the end of the stream if 0, is kept back. */
    void delayed(int bytes) {
        effects.delayed(bytes);
    }

    /** {@code bytes} of a chunk are thrown away; none is no effect. */
    void dropped(int bytes) {
        if (bytes > 0) {
            effects.dropped(bytes);
        }
    }

    /** {@code bytes} of a chunk go on changed, or in other pieces. */
    void altered(int bytes) {
        effects.altered(bytes);
    }

    /** The stage ends the link though its source has not. */
    void closed() {
        if (ends(" closed it")) {
            effects.closed();
        }
    }

    /** The stage resets the connection. */
    void reset() {
        if (ends(" reset it")) {
            effects.reset();
        }
    }

    /** Counted once, however often the stage says so. */
    private boolean ends(String how) {
        boolean first = !ended;
        ended = true;
        metConnection();
        connection.ends("toxic " + toxic + how);
        return first;
    }

    private void metConnection() {
        if (!known) {
            known = true;
            effects.connection();
            connection.touchedBy(toxic);
        }
    }
}
