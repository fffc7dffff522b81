package dev.aftershock.measurement;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client that tries again by itself hides: the same calls, each judged by its first try.
 *
 * <p>A call that took more than one try failed at first, so the system was down at some instant between its sending and its
 * answer; that is all its sample says at the level of tries. Samples of one try say the same at both levels.
 *
 * @param calls how many calls since the fault were answered well, but only after more than one try
 * @param most the most tries that one call took
 * @param recovery since the fault, as a client without retries would have seen it
 */
public record Retries(int calls, int most, Recovery recovery) {

    /**
     * Looks behind the retries.
     *
     * @param fault the onset, in nanoseconds of the samples' clock
     * @param healthyLatency as in {@link RecoveryAnalysis#since}
     * @return empty when no call since the fault took more than one try
     */
    public static Optional<Retries> since(
            Moment fault, Observations seen, SeriesSpec spec, OptionalLong healthyLatency) {
        List<Sample> retried = seen.samples().stream()
                .filter(sample -> sample.tries() > 1 && sample.done() >= fault.earliest())
                .toList();
        if (retried.isEmpty()) {
            return Optional.empty();
        }
        List<Sample> first = seen.samples().stream().map(Retries::firstTry).toList();
        return Optional.of(new Retries(
                (int) retried.stream()
                        .filter(sample -> sample.outcome() == Outcome.OK)
                        .count(),
                retried.stream().mapToInt(Sample::tries).max().orElse(1),
                RecoveryAnalysis.since(fault, seen.with(first), spec, healthyLatency)));
    }

    private static Sample firstTry(Sample call) {
        return call.tries() == 1 || call.outcome() == Outcome.NOT_SENT
                ? call
                : new Sample(call.due(), call.sent(), call.done(), Outcome.FAIL_FAST, call.detail(), call.group());
    }
}
