package dev.aftershock.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to run a campaign.
 *
 * @param out the folder in which the campaign's own folder is made
 * @param seed the seed of everything random; each trial gets one of its own from it
 * @param gate what is to be shown
 * @param period over which the fault's phase is spread: the longest interval at which the system polls, renews or retries
 * @param timers other known intervals of the system by name, to explain modes with
 * @param reporters who writes the result of each trial
 * @param production the opt-in to break production
 */
public record CampaignOptions(
        Path out,
        long seed,
        Gate gate,
        Duration period,
        Map<String, Duration> timers,
        List<Reporter> reporters,
        Production production) {
    /** Copies the collections and checks the period. */
    public CampaignOptions {
        if (period.isNegative()) {
            throw new IllegalArgumentException("a period of at least 0, not " + period);
        }
        timers = java.util.Collections.unmodifiableMap(new TreeMap<>(timers));
        reporters = List.copyOf(reporters);
    }

    /** With what the variables of this process say about production. */
    public CampaignOptions(
            Path out, long seed, Gate gate, Duration period, Map<String, Duration> timers, List<Reporter> reporters) {
        this(out, seed, gate, period, timers, reporters, Production.ofProcess());
    }

    /** The same, with another opt-in. */
    public CampaignOptions with(Production optIn) {
        return new CampaignOptions(out, seed, gate, period, timers, reporters, optIn);
    }
}
