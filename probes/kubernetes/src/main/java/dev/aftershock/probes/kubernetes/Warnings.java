package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.Optional;
import java.util.Set;

/** What the events of a namespace warn of, as lines of the cluster's own log. */
final class Warnings {

    static final String EVENTS = "events";

    private Warnings() {}

    /** There are always enough of them; what counts is what each says. */
    static Question<Event> in(String namespace) {
        return new Question<>(
                "warnings in namespace " + namespace,
                Scope.in(namespace, EVENTS),
                client -> client.v1().events().inNamespace(namespace).withField("type", "Warning"),
                event -> Set.of(),
                0,
                (event, toldAt, seen) -> Term.FOR_EVER,
                Question.Signals.NONE,
                Warnings::write);
    }

    private static void write(Event event, Diary diary) {
        ObjectReference about = event.getInvolvedObject();
        int times = Optional.ofNullable(event.getCount()).orElse(1);
        diary.tell(
                about.getKind() + " " + about.getName(),
                event.getReason() + ": " + event.getMessage() + (times > 1 ? " (" + times + " times)" : ""));
    }
}
