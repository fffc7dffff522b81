package dev.aftershock.engine;

/**
 * What was observed after healing.
 *
 * @param healed whether the desired state holds
 * @param evidence what was seen, in one line
 */
public record HealCheck(boolean healed, String evidence) {

    /** The desired state was seen. */
    public static HealCheck healed(String evidence) {
        return new HealCheck(true, evidence);
    }

    /** The desired state was not seen. */
    public static HealCheck notHealed(String evidence) {
        return new HealCheck(false, evidence);
    }
}
