package dev.aftershock.engine;

import java.util.List;

/**
 * What is believed, promised, run, watched and broken; the same value whether read from a file or built in Java.
 *
 * @param title one line
 * @param hypothesis what is believed to hold while the fault acts
 * @param objectives what is judged
 * @param targets what runs ({@code lab}) or is referred to ({@code targets}), in order
 * @param probes what watches; at least one
 * @param steadyState what normal looks like
 * @param method what is broken, step by step
 * @param safeguards the limits of the experiment itself
 */
public record Experiment(
        String title,
        String hypothesis,
        Objectives objectives,
        List<TargetSpec> targets,
        List<ProbeSpec> probes,
        SteadyStateSpec steadyState,
        List<Step> method,
        Safeguards safeguards) {

    /** Copies the lists. */
    public Experiment {
        targets = List.copyOf(targets);
        probes = List.copyOf(probes);
        method = List.copyOf(method);
    }
}
