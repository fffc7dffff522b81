package dev.aftershock.probes;

import dev.aftershock.parts.Part;
import java.util.List;

/**
 * Makes probes of one kind; found by {@link java.util.ServiceLoader}.
 *
 * @param <S> the record of the probe's own settings, besides {@link Pace}
 */
public interface ProbeProvider<S extends Record> extends Part<S> {

    /** Whether its probes are a {@link Ledger} too, so that lost writes can be counted. */
    default boolean keepsLedger() {
        return false;
    }

    /** How many keys, shards or clients its attempts take turns with; {@link Probe#groups()} of what it makes. */
    default int groups(S settings) {
        return 1;
    }

    /** The names of the earlier probes that it asks; none for most kinds. */
    default List<String> members(S settings) {
        return List.of();
    }

    /**
     * Makes a probe; nothing is sent yet.
     *
     * @throws dev.aftershock.parts.InvalidInputException when a target does not resolve
     */
    Probe create(S settings, ProbeContext context);
}
