package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that happened in a run.
 *
 * @param at nanoseconds of the run's clock
 * @param type what happened
 * @param subject to what: a phase, a fault's id, a target, a probe
 * @param facts details by name
 */
public record TimelineEvent(long at, Type type, String subject, Map<String, String> facts) {

    private static final Set<String> DATA = Set.of("kind", "error-ns", "max-gap-ns", "survivors", "step-ns");

    /** Copies the facts in the order of their keys, as plain text: servers' answers, logs and others' records are in them. */
    public TimelineEvent {
        subject = OneLine.plain(subject);
        Map<String, String> plain = new TreeMap<>();
        facts.forEach((key, value) -> plain.put(OneLine.plain(key), OneLine.plain(value)));
        facts = java.util.Collections.unmodifiableMap(plain);
    }

    /** The same without secrets; what the judge reads as a number or a word of ours stays as it is. */
    TimelineEvent masked(Mask mask) {
        boolean named = type != Type.SYSTEM && type != Type.NOTE;
        Map<String, String> hidden = new TreeMap<>(facts);
        hidden.replaceAll((key, value) -> DATA.contains(key) ? value : mask.of(value));
        return new TimelineEvent(at, type, named ? subject : mask.of(subject), hidden);
    }

    /** A fact, or an empty string. */
    public String fact(String key) {
        return facts.getOrDefault(key, "");
    }

    /** What can happen in a run. */
    public enum Type {
        /** A phase of the run began; the subject is its name. */
        PHASE,
        /** The instrument's own error was measured; facts: error-ns, max-gap-ns. */
        CALIBRATED,
        /** The steady state held; the subject is the probe. */
        STEADY,
        /** The steady state did not hold; the subject is the probe, fact: reason. */
        NOT_STEADY,
        /** A fault's call was issued; facts: kind, target. */
        FAULT_ISSUED,
        /** The call that injects returned; fact: failure, when it failed and so may or may not have acted. */
        FAULT_RETURNED,
        /** A fault's effect was seen by its witness; fact: evidence. */
        FAULT_EFFECT,
        /** A fault's effect was not seen in time; fact: reason. */
        FAULT_NO_EFFECT,
        /** Healing was issued. */
        HEAL_ISSUED,
        /** The call that heals returned. */
        HEAL_RETURNED,
        /** The healed state was seen; fact: evidence. */
        HEAL_VERIFIED,
        /** The healed state was not seen in time; fact: reason. */
        HEAL_UNVERIFIED,
        /** A line of the watched system's own log; facts: kind, detail. */
        SYSTEM,
        /** An incident was declared by a step of the method; fact: text. */
        DECLARED,
        /** A safeguard or a person ended the method early; fact: reason. */
        ABORTED,
        /** The settled read of a ledger; facts: survivors. */
        SETTLED,
        /** The settled read failed; fact: reason. */
        NOT_SETTLED,
        /** Wall clock and monotonic clock moved apart; fact: step-ns. */
        CLOCK_STEP,
        /** Something worth knowing; fact: text. */
        NOTE
    }
}
