package dev.aftershock.reports.files;

import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One fault from its call to its verified heal; also something that leaked without being a fault, such as a system.
 *
 * @param id the fault's id
 * @param events the first event of each type about it
 */
record FaultSpan(String id, Map<Type, TimelineEvent> events) {

    private static final Set<Type> ABOUT_FAULTS = Set.of(
            Type.FAULT_ISSUED,
            Type.FAULT_EFFECT,
            Type.FAULT_NO_EFFECT,
            Type.HEAL_ISSUED,
            Type.HEAL_RETURNED,
            Type.HEAL_VERIFIED,
            Type.HEAL_UNVERIFIED);

    /** In the order of their first event. */
    static List<FaultSpan> of(List<TimelineEvent> events) {
        Map<String, Map<Type, TimelineEvent>> byId = new LinkedHashMap<>();
        for (TimelineEvent event : events) {
            if (ABOUT_FAULTS.contains(event.type())) {
                byId.computeIfAbsent(event.subject(), id -> new EnumMap<>(Type.class))
                        .putIfAbsent(event.type(), event);
            }
        }
        return byId.entrySet().stream()
                .map(entry -> new FaultSpan(entry.getKey(), entry.getValue()))
                .toList();
    }

    Optional<TimelineEvent> event(Type type) {
        return Optional.ofNullable(events.get(type));
    }

    private String fact(Type type, String key) {
        return event(type).map(event -> event.fact(key)).orElse("");
    }

    String kind() {
        String kind = fact(Type.FAULT_ISSUED, "kind");
        return kind.isEmpty() ? id : kind;
    }

    String target() {
        return fact(Type.FAULT_ISSUED, "target");
    }

    /** What was done to what, such as {@code process-kill on orders-db.primary}. */
    String title() {
        return target().isEmpty() ? kind() : kind() + " on " + target();
    }

    boolean injected() {
        return events.containsKey(Type.FAULT_ISSUED);
    }

    boolean acted() {
        return events.containsKey(Type.FAULT_EFFECT);
    }

    boolean healed() {
        return events.containsKey(Type.HEAL_VERIFIED);
    }

    /** What its witness saw. */
    String effect() {
        if (acted()) {
            return fact(Type.FAULT_EFFECT, "evidence");
        }
        return event(Type.FAULT_NO_EFFECT)
                .map(event -> "no effect: " + event.fact("reason"))
                .orElse(injected() ? "the record does not say" : Figures.NONE);
    }

    /** How it is known to be healed, or not. */
    String heal() {
        if (healed()) {
            return fact(Type.HEAL_VERIFIED, "evidence");
        }
        return event(Type.HEAL_UNVERIFIED)
                .map(event -> "not verified: " + event.fact("reason"))
                .orElse("the record does not say");
    }

    private OptionalLong at(Type type) {
        TimelineEvent event = events.get(type);
        return event == null ? OptionalLong.empty() : OptionalLong.of(event.at());
    }

    OptionalLong issuedAt() {
        return at(Type.FAULT_ISSUED);
    }

    OptionalLong effectAt() {
        return at(Type.FAULT_EFFECT);
    }

    /** When healing began. */
    OptionalLong healAt() {
        return at(Type.HEAL_ISSUED);
    }

    OptionalLong healedAt() {
        return at(Type.HEAL_VERIFIED);
    }
}
