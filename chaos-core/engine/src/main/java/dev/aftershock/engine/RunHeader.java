package dev.aftershock.engine;

import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.parts.Mask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was run, as far as the judge and the reports need it.
 *
 * @param runId names the run
 * @param title the experiment's title
 * @param hypothesis the experiment's hypothesis
 * @param source the experiment file's name; empty for one built in Java
 * @param startedAt the wall clock at the clock's origin, ISO-8601 in UTC; for display only
 * @param objectives what was promised
 * @param traffic how many requests the system serves in a second without the probes; empty when nobody said
 * @param probes what watched
 * @param faults what was to be injected, one line each
 * @param seed the seed of everything random
 * @param machine what it ran on, by name, for display
 */
public record RunHeader(
        String runId,
        String title,
        String hypothesis,
        String source,
        String startedAt,
        Objectives objectives,
        OptionalInt traffic,
        List<ProbeHeader> probes,
        List<String> faults,
        long seed,
        Map<String, String> machine) {

    /** Copies the collections. */
    public RunHeader {
        probes = List.copyOf(probes);
        faults = List.copyOf(faults);
        machine = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(machine));
    }

    /** The same without secrets. */
    RunHeader masked(Mask mask) {
        return new RunHeader(
                runId,
                mask.of(title),
                mask.of(hypothesis),
                mask.of(source),
                startedAt,
                objectives,
                traffic,
                probes,
                faults.stream().map(mask::of).toList(),
                seed,
                machine);
    }

    /** The RTO in nanoseconds; empty when time is not judged. */
    public OptionalLong rtoNanos() {
        return objectives.rto().map(rto -> OptionalLong.of(rto.toNanos())).orElse(OptionalLong.empty());
    }

    /** The RPO; empty when loss is not judged. */
    public Optional<Objectives.Rpo> rpo() {
        return objectives.rpo();
    }

    /**
     * One probe of the run.
     *
     * @param name its name
     * @param kind its kind
     * @param probeClass what sort of requests it sends, in words
     * @param series how its samples are to be read
     * @param ledger whether it keeps a ledger of writes
     */
    public record ProbeHeader(String name, String kind, String probeClass, SeriesSpec series, boolean ledger) {}
}
