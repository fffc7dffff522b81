package dev.aftershock.reports.allure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.measurement.Recovery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** In which ways a run was not a pass; each is a category of the report. */
enum Kinds {
    LOST_WRITES("Acknowledged writes lost", "The system acknowledged writes that it did not keep."),
    INTEGRITY("Store is not what was written", "Writes were duplicated, altered or invented."),
    NOT_RECOVERED("Not recovered", "No stable recovery while the run watched."),
    SLOW_RECOVERY("Recovery too slow", "Stable again, but later than the RTO."),
    LEAKED("Fault leaked", "Something could not be verified healed; run aftershock recover."),
    VACUOUS("Fault without effect", "Nobody saw the fault act, so the run proves nothing."),
    INVALID("Run proves nothing", "Too little was observed or written, or the instrument was out of calibration."),
    UNSTEADY("No steady state", "The system was not healthy before the fault; nothing was injected."),
    BLIND("Observer was blind", "Nobody looked for too long at an edge of the outage; free the machine."),
    INCONCLUSIVE("Inconclusive", "The bracket straddles the objective, or the run was ended early.");

    /** What the judge says when the observer was blind at an edge. */
    private static final String BLINDNESS = ": the observer was blind for ";

    private final String title;
    private final String meaning;

    Kinds(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    static Set<Kinds> of(Assessment assessment) {
        Set<Kinds> kinds = EnumSet.noneOf(Kinds.class);
        for (Finding finding : assessment.findings()) {
            switch (finding.verdict()) {
                case PASS -> {}
                case LEAKED -> kinds.add(LEAKED);
                case INCONCLUSIVE -> kinds.add(finding.message().contains(BLINDNESS) ? BLIND : INCONCLUSIVE);
                case INVALID -> kinds.add(invalid(finding.topic()));
                case FAIL -> kinds.addAll(missed(finding.topic(), assessment));
            }
        }
        return kinds;
    }

    private static Kinds invalid(Topic topic) {
        return switch (topic) {
            case STEADY_STATE -> UNSTEADY;
            case EFFECT -> VACUOUS;
            default -> INVALID;
        };
    }

    private static Set<Kinds> missed(Topic topic, Assessment assessment) {
        if (topic == Topic.RTO) {
            boolean never = assessment.probes().stream()
                    .flatMap(probe -> probe.recovery().stream())
                    .map(Recovery::stable)
                    .anyMatch(stable -> !stable.ended());
            return EnumSet.of(never ? NOT_RECOVERED : SLOW_RECOVERY);
        }
        Set<Kinds> kinds = EnumSet.noneOf(Kinds.class);
        assessment.probes().stream()
                .map(ProbeAssessment::ledger)
                .flatMap(java.util.Optional::stream)
                .forEach(ledger -> {
                    if (!ledger.lost().isEmpty()) {
                        kinds.add(LOST_WRITES);
                    }
                    if (ledger.integrityBroken()) {
                        kinds.add(INTEGRITY);
                    }
                });
        return kinds;
    }

    /** The line of a case's message that the categories match. */
    static String line(Assessment assessment) {
        return line(of(assessment).stream().map(Kinds::title).toList());
    }

    static String line(List<String> titles) {
        return "Kind: " + String.join(", ", titles);
    }

    /** What {@code categories.json} says of all of them. */
    static ArrayNode categories() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Kinds kind : values()) {
            ObjectNode node = all.addObject().put("name", kind.title).put("description", kind.meaning);
            node.put("messageRegex", "[\\s\\S]*Kind: [^\\n]*" + kind.title + "[\\s\\S]*");
            node.putArray("matchedStatuses").add(Status.FAILED.word()).add(Status.BROKEN.word());
        }
        return all;
    }
}
