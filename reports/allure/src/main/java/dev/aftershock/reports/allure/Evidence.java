package dev.aftershock.reports.allure;

import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run saw, as plain text of bounded length to attach. */
final class Evidence {

    /** The most lines of the system's own log: the first ones tell how it noticed, and what it did. */
    static final int LINES = 1_000;

    private static final Set<Type> FAULTS = Set.of(
            Type.FAULT_ISSUED,
            Type.FAULT_RETURNED,
            Type.FAULT_EFFECT,
            Type.FAULT_NO_EFFECT,
            Type.HEAL_ISSUED,
            Type.HEAL_RETURNED,
            Type.HEAL_VERIFIED,
            Type.HEAL_UNVERIFIED);

    private Evidence() {}

    /** Everything that happened, as a table. */
    static String events(List<TimelineEvent> events) {
        StringBuilder csv = new StringBuilder("at_s,event,subject,facts\n");
        for (TimelineEvent event : events) {
            String facts = event.facts().entrySet().stream()
                    .map(fact -> fact.getKey() + "=" + fact.getValue())
                    .collect(Collectors.joining("; "));
            csv.append(String.format(Locale.ROOT, "%.6f,", event.at() / 1e9));
            csv.append(event.type()).append(',');
            csv.append(Plain.csv(event.subject())).append(',');
            csv.append(Plain.csv(facts)).append('\n');
        }
        return csv.toString();
    }

    /** What was seen of each fault's effect and of its healing; empty when nothing was injected. */
    static String faults(List<TimelineEvent> events) {
        return lines(events, FAULTS);
    }

    /** The lines of the system's own log that the run kept; empty when there are none. */
    static String system(List<TimelineEvent> events) {
        return lines(events, Set.of(Type.SYSTEM));
    }

    private static String lines(List<TimelineEvent> events, Set<Type> types) {
        List<TimelineEvent> wanted =
                events.stream().filter(event -> types.contains(event.type())).toList();
        StringBuilder text = new StringBuilder();
        wanted.stream().limit(LINES).forEach(event -> text.append(
                        String.format(Locale.ROOT, "%10.3f s  ", event.at() / 1e9))
                .append(Plain.line(Words.of(event)))
                .append('\n'));
        if (wanted.size() > LINES) {
            text.append("and ").append(wanted.size() - LINES).append(" more, in the run's record\n");
        }
        return text.toString();
    }
}
