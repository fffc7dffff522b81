package dev.aftershock.measurement;

import dev.aftershock.measurement.Outage.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells the outages of a series that goes on, each once, when it is over and no answer still awaited can change it.
 *
 * <p>Looks only at the samples since the last trouble, so that it stays cheap on a series of days. Mutable; for one thread.
 */
public final class OutageFeed {

    private static final int SPACINGS_OF_SLACK = 4;

    private final SeriesSpec spec;
    private final Map<Severity, Long> toldUpTo = new EnumMap<>(Severity.class);
    private long from = Long.MIN_VALUE;
    private OptionalLong healthyLatency = OptionalLong.empty();

    /** A feed of a series that begins. */
    public OutageFeed(SeriesSpec spec) {
        this.spec = spec;
        for (Severity severity : Severity.values()) {
            toldUpTo.put(severity, Long.MIN_VALUE);
        }
    }

    /** From when on samples and pauses are looked at. */
    public long from() {
        return from;
    }

    /**
     * The outages that ended since the last call, in the order of their start.
     *
     * @param seen the series so far, ordered by due; its oldest part may be missing once it is older than what is still
     *     open
     */
    public List<Outage> closed(Observations seen) {
        List<Sample> samples = seen.samples();
        return samples.isEmpty() ? List.of() : told(seen, lastDue(samples) - settling());
    }

    /**
     * The outages not told yet, those without end included, when the series is complete.
     *
     * @param seen the whole series, ordered by due, after the deadline of its last sample
     */
    public List<Outage> remaining(Observations seen) {
        return seen.samples().isEmpty() ? List.of() : told(seen, Bracket.NEVER);
    }

    private List<Outage> told(Observations seen, long settledBy) {
        List<Sample> samples = seen.samples();
        List<Sample> tail = samples.subList(Dues.firstFrom(samples, from), samples.size());
        Moment since = new Moment(tail.get(0).due(), tail.get(0).due());
        Recovery recovery = RecoveryAnalysis.since(since, seen.with(tail), spec, healthyLatency);
        List<Outage> told = new ArrayList<>();
        boolean allTold = tell(recovery.outages(), settledBy, told) & tell(recovery.brownouts(), settledBy, told);
        if (allTold) {
            from = Math.max(from, lastDue(samples) - memory());
            noteHealthyLatency(recovery, tail);
        }
        told.sort(Comparator.comparingLong(outage -> outage.start().earliest()));
        return told;
    }

    /** Adds what is settled and new; false when something is still open. */
    private boolean tell(List<Outage> outages, long settledBy, List<Outage> told) {
        for (Outage outage : outages) {
            long end = outage.end().map(Moment::latest).orElse(Bracket.NEVER);
            if (end > settledBy) {
                return false;
            }
            if (outage.start().latest() > toldUpTo.get(outage.severity())) {
                told.add(outage);
                toldUpTo.put(outage.severity(), end);
            }
        }
        return true;
    }

    /** The calm before an outage says how long a healthy answer takes; it stays as it was once there is trouble. */
    private void noteHealthyLatency(Recovery recovery, List<Sample> tail) {
        if (!recovery.troubled()) {
            SteadyState state = SteadyState.of(tail, spec);
            healthyLatency = state.held() ? OptionalLong.of(state.healthyLatency()) : healthyLatency;
        }
    }

    /** An answer may come until its deadline, and be recorded a little later. */
    private long settling() {
        return spec.deadline() + SPACINGS_OF_SLACK * spec.every();
    }

    /** What is kept behind the present, so that the last good answers before a new outage are in sight. */
    private long memory() {
        return spec.hold() + spec.hold() / 10 + 2 * settling();
    }

    private static long lastDue(List<Sample> samples) {
        return samples.get(samples.size() - 1).due();
    }
}
