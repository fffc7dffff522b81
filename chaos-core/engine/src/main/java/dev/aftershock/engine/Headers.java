package dev.aftershock.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Makes a run's header from its plan. */
final class Headers {

    private Headers() {}

    static RunHeader of(Plan plan, RunContext context, Instant startedAt, Watch watch) {
        Experiment experiment = plan.experiment();
        return new RunHeader(
                context.runId(),
                experiment.title(),
                experiment.hypothesis(),
                plan.read().name(),
                startedAt.toString(),
                experiment.objectives(),
                experiment.steadyState().traffic().stream()
                        .mapToInt(Integer::intValue)
                        .findFirst(),
                watch.watched().stream().map(Watch.Watched::header).toList(),
                plan.faults().stream().map(fault -> fault.plan().action()).toList(),
                context.seed(),
                machine(watch.maxGap()));
    }

    private static Map<String, String> machine(long maxGap) {
        Map<String, String> machine = new TreeMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("java", System.getProperty("java.version"));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("observer-max-gap-ns", Long.toString(maxGap));
        return machine;
    }
}
