package dev.aftershock.engine;

import java.util.Optional;

/**
 * What was observed after healing.
 *
 * @param healed whether the desired state holds
 * @param evidence what was seen, in one line
 */
public record HealCheck(boolean healed, String evidence) {

    /** What was seen instead of the desired state; empty when it was seen. */
    Optional<String> refuted() {
        return healed ? Optional.empty() : Optional.of(evidence);
    }

    /** The desired state was seen. */
    public static HealCheck healed(String evidence) {
        return new HealCheck(true, evidence);
    }

    /** The desired state was not seen. */
    public static HealCheck notHealed(String evidence) {
        return new HealCheck(false, evidence);
    }
}
