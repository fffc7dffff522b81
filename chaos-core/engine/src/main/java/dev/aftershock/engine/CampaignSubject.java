package dev.aftershock.engine;

import dev.aftershock.parts.Quantities;
import java.util.Map;
import java.util.TreeMap;

/** What a campaign tries, fact by fact, so that two can be told to be about the same. */
final class CampaignSubject {

    private CampaignSubject() {}

    static Map<String, String> of(Plan plan) {
        Experiment experiment = plan.experiment();
        Map<String, String> facts = new TreeMap<>();
        facts.put("title", experiment.title());
        objectives(experiment.objectives(), facts);
        SteadyStateSpec steady = experiment.steadyState();
        facts.put(
                "steady-state",
                "within " + Quantities.format(steady.within()) + ", at most " + steady.badAtMost() + " bad, for "
                        + Quantities.format(steady.lasting()));
        experiment
                .probes()
                .forEach(probe -> facts.put(
                        "probe " + probe.name(),
                        probe.part().kind() + " every "
                                + Quantities.format(probe.pace().every()) + ", deadline "
                                + Quantities.format(probe.pace().deadline())));
        plan.faults()
                .forEach(fault -> facts.put("fault " + fault.id(), fault.plan().action()));
        return facts;
    }

    private static void objectives(Objectives objectives, Map<String, String> facts) {
        facts.put("rto", objectives.rto().map(Quantities::format).orElse("not judged"));
        facts.put("rpo", objectives.rpo().map(Objectives.Rpo::text).orElse("not judged"));
        facts.put("clock", objectives.clock().word());
        objectives.mtd().ifPresent(mtd -> facts.put("mtd", Quantities.format(mtd)));
        objectives.workRecovery().ifPresent(wrt -> facts.put("work-recovery", Quantities.format(wrt)));
    }
}
