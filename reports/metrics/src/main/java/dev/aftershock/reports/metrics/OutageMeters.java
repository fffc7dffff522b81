package dev.aftershock.reports.metrics;

import dev.aftershock.engine.MonitorListener;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns what a monitor sees into meters; durations are seconds. Thread-safe.
 *
 * <ul>
 *   <li>{@code aftershock.probe.up}: 1 while the probe's last answer was right, else 0
 *   <li>{@code aftershock.samples}: attempts by outcome
 *   <li>{@code aftershock.latency}: latency of right answers, counted from when they were due
 *   <li>{@code aftershock.outages}, {@code aftershock.downtime}: outages and what they add up to, by kind
 *   <li>{@code aftershock.downtime.last}: the last outage's low, point and high
 *   <li>{@code aftershock.writes}: acknowledged and lost writes
 * </ul>
 */
public final class OutageMeters implements MonitorListener {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Map<Tags, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();

    /** Meters in a registry. */
    public OutageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void samples(String probe, List<Sample> finished) {
        for (Sample sample : finished) {
            String outcome = sample.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
            registry.counter("aftershock.samples", "probe", probe, "outcome", outcome)
                    .increment();
            if (sample.outcome() == Outcome.OK) {
                registry.timer("aftershock.latency", "probe", probe).record(sample.latency(), TimeUnit.NANOSECONDS);
            }
            if (sample.outcome() != Outcome.NOT_SENT) {
                set("aftershock.probe.up", Tags.of("probe", probe), sample.outcome() == Outcome.OK ? 1 : 0);
            }
        }
    }

    @Override
    public void outage(String probe, Outage outage, Instant began) {
        Tags tags = Tags.of("probe", probe, "kind", outage.severity().name().toLowerCase(Locale.ROOT));
        registry.counter("aftershock.outages", tags).increment();
        if (outage.length().ended()) {
            registry.summary("aftershock.downtime", tags).record(outage.length().point() / NANOS_PER_SECOND);
            last(tags.and("bound", "low"), outage.length().low());
            last(tags.and("bound", "point"), outage.length().point());
            last(tags.and("bound", "high"), outage.length().high());
        }
    }

    @Override
    public void ledger(String probe, LedgerFindings findings) {
        registry.counter("aftershock.writes", "probe", probe, "fate", "acknowledged")
                .increment(findings.acknowledged());
        registry.counter("aftershock.writes", "probe", probe, "fate", "lost")
                .increment(findings.lost().size());
    }

    private void last(Tags tags, long nanos) {
        set("aftershock.downtime.last", tags, nanos / NANOS_PER_SECOND);
    }

    private void set(String name, Tags tags, double value) {
        gauges.computeIfAbsent(tags, key -> {
                    AtomicReference<Double> held = new AtomicReference<>(value);
                    registry.gauge(name, key, held, AtomicReference::get);
                    return held;
                })
                .set(value);
    }
}
