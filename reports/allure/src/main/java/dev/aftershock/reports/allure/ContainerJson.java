package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.TimelineEvent.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Healing as fixtures after the test case, so that a fault that leaked shows as a broken one. */
final class ContainerJson {

    private static final Set<Type> HEALING =
            Set.of(Type.HEAL_ISSUED, Type.HEAL_RETURNED, Type.HEAL_VERIFIED, Type.HEAL_UNVERIFIED);

    private final RunFacts run;

    ContainerJson(RunFacts run) {
        this.run = run;
    }

    ObjectNode write(String caseUuid) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("uuid", run.identity().attachment(-1, "x").replace("-attachment.x", ""));
        node.put("name", "healing");
        node.putArray("children").add(caseUuid);
        node.putArray("befores");
        ArrayNode afters = node.putArray("afters");
        Map<String, List<TimelineEvent>> healings = new LinkedHashMap<>();
        for (TimelineEvent event : run.events()) {
            if (HEALING.contains(event.type())) {
                healings.computeIfAbsent(event.subject(), id -> new ArrayList<>())
                        .add(event);
            }
        }
        healings.forEach((id, healing) -> fixture(afters.addObject(), id, healing));
        return node.put("start", run.start()).put("stop", run.stop());
    }

    private void fixture(ObjectNode node, String id, List<TimelineEvent> healing) {
        TimelineEvent last = healing.get(healing.size() - 1);
        boolean healed = last.type() == Type.HEAL_VERIFIED;
        Status status = healed ? Status.PASSED : Status.BROKEN;
        node.put("name", "heal " + Plain.line(id)).put("status", status.word()).put("stage", "finished");
        node.putObject("statusDetails").put("message", Plain.line(Words.of(last)));
        node.put("start", run.clock().millis(healing.get(0).at()))
                .put("stop", run.clock().millis(last.at()));
        ArrayNode steps = node.putArray("steps");
        for (TimelineEvent event : healing) {
            Status step = event.type() == Type.HEAL_UNVERIFIED ? Status.BROKEN : Status.PASSED;
            steps.addObject()
                    .put("name", Plain.line(Words.of(event)))
                    .put("status", step.word())
                    .put("stage", "finished")
                    .put("start", run.clock().millis(event.at()))
                    .put("stop", run.clock().millis(event.at()));
        }
        node.putArray("attachments");
        node.putArray("parameters");
    }
}
