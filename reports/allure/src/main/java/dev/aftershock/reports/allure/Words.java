package dev.aftershock.reports.allure;

import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.measurement.Nanos;
import java.util.Locale;

/** Says in words what an event of a run was. */
final class Words {

    private Words() {}

    static String of(TimelineEvent event) {
        String subject = event.subject();
        return switch (event.type()) {
            case PHASE -> subject;
            case CALIBRATED -> "instrument calibrated: error " + duration(event.fact("error-ns"));
            case STEADY -> subject + ": steady";
            case NOT_STEADY -> subject + ": no steady state: " + event.fact("reason");
            case FAULT_ISSUED -> "fault issued: " + event.fact("kind") + " on " + event.fact("target");
            case FAULT_RETURNED ->
                event.fact("failure").isEmpty()
                        ? "injecting call returned (" + subject + ")"
                        : "injecting call failed, treated as applied (" + subject + "): " + event.fact("failure");
            case FAULT_EFFECT -> "effect seen (" + subject + "): " + event.fact("evidence");
            case FAULT_NO_EFFECT -> "no effect (" + subject + "): " + event.fact("reason");
            case HEAL_ISSUED -> "healing " + subject + " " + event.fact("target");
            case HEAL_RETURNED -> "healing call returned (" + subject + ")";
            case HEAL_VERIFIED -> "healed (" + subject + "): " + event.fact("evidence");
            case HEAL_UNVERIFIED -> "not verified healed (" + subject + "): " + event.fact("reason");
            case SYSTEM ->
                "system: " + event.fact("kind").toLowerCase(Locale.ROOT) + " " + subject + ": " + event.fact("detail");
            case DECLARED -> "declared: " + event.fact("text");
            case ABORTED -> "ended early: " + event.fact("reason");
            case SETTLED -> subject + ": settled read of " + event.fact("survivors") + " writes";
            case NOT_SETTLED -> subject + ": no settled read: " + event.fact("reason");
            case CLOCK_STEP -> "wall clock stepped by " + duration(event.fact("step-ns"));
            case NOTE -> subject + ": " + event.fact("text");
        };
    }

    private static String duration(String nanos) {
        try {
            return Nanos.seconds(Long.parseLong(nanos));
        } catch (NumberFormatException e) {
            return nanos;
        }
    }
}
