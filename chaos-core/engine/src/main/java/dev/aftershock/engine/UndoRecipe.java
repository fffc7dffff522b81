package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Secret;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How to undo something, written down before it is done, so that another process can do it too.
 *
 * <p>A recipe describes the desired state ("proxy X enabled", "process Y gone"), never an inverse step, so that undoing
 * twice, or undoing what never happened, is harmless. It holds no secret.
 *
 * @param kind the kind of the provider that understands it
 * @param target what it is about, for people
 * @param facts what the provider needs
 */
public record UndoRecipe(String kind, String target, Map<String, String> facts) {

    /** The fact that names a system of the run with which the fault is gone. */
    public static final String ENDS_WITH = "ends-with";

    /**
     * How the names of facts begin that hold what somebody else's file held: the journal alone has them, which nobody but its user
     * can read.
     */
    public static final String CONTENT = "content-";

    /** Copies the facts in the order of their keys. */
    public UndoRecipe {
        facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /**
     * Refuses to be written down where a secret stands in it.
     *
     * @param names what is written down anyway; a secret that stands in a name is none any more
     * @throws IllegalStateException when one does
     */
    void refuseSecrets(Mask mask, String names) {
        Set<Secret> told = mask.found(names);
        Map<String, String> texts = new TreeMap<>(facts);
        texts.put("target", target);
        texts.forEach((key, text) -> {
            if (!told.containsAll(mask.found(text))) {
                throw new IllegalStateException("the undo recipe of '" + kind + "' holds a secret in '" + key
                        + "', which would stand in the fault journal; nothing was done");
            }
        });
    }

    /** The facts as they may be told: without what files held. */
    Map<String, String> told() {
        Map<String, String> told = new TreeMap<>(facts);
        told.replaceAll((key, text) -> key.startsWith(CONTENT) ? "***" : text);
        return told;
    }

    /** Tells nothing of what files held. */
    @Override
    public String toString() {
        return "UndoRecipe[kind=" + kind + ", target=" + target + ", facts=" + told() + "]";
    }

    /**
     * One fact.
     *
     * @throws IllegalStateException when the recipe lacks it
     */
    public String fact(String key) {
        String value = facts.get(key);
        if (value == null) {
            throw new IllegalStateException("the undo recipe '" + kind + "' for " + target + " lacks '" + key + "'");
        }
        return value;
    }
}
