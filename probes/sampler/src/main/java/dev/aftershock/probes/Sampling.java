package dev.aftershock.probes;

import java.util.Optional;

/**
 * How a probe is sampled besides its pace.
 *
 * @param seed of the jitter
 * @param burst when attempts come closer together; empty for never
 * @param mostSamples how many samples are held
 * @param endless whether the oldest samples make room for new ones; otherwise sampling ends when it is full
 */
public record Sampling(long seed, Optional<Burst> burst, int mostSamples, boolean endless) {

    /** Checks the range. */
    public Sampling {
        if (mostSamples < 1) {
            throw new IllegalArgumentException("'mostSamples' is " + mostSamples + "; expected at least 1");
        }
    }

    /** At an even pace, up to {@value Sampler#MOST_SAMPLES} samples. */
    public static Sampling evenly(long seed) {
        return new Sampling(seed, Optional.empty(), Sampler.MOST_SAMPLES, false);
    }

    /** The same, closer together while something is bad. */
    public Sampling bursting(Burst when) {
        return new Sampling(seed, Optional.of(when), mostSamples, endless);
    }

    /** The same without an end, holding the newest samples. */
    public Sampling withoutEnd() {
        return new Sampling(seed, burst, mostSamples, true);
    }
}
