package dev.aftershock.probes;

import dev.aftershock.parts.Part;

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

    /**
     * Makes a probe; nothing is sent yet.
     *
     * @throws dev.aftershock.parts.InvalidInputException when a target does not resolve
     */
    Probe create(S settings, ProbeContext context);
}
