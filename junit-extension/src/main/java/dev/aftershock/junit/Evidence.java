package dev.aftershock.junit;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.List;

/** Shows the first bad answers in a message. Stateless. */
final class Evidence {

    /** How many are shown. */
    static final int LINES = 3;

    private Evidence() {}

    /** Whether an answer was wrong, missing or late; one that was never asked for is neither. */
    static boolean isBad(Sample sample, long within) {
        return sample.outcome() != Outcome.NOT_SENT && (sample.outcome() != Outcome.OK || sample.latency() > within);
    }

    static List<String> lines(List<Sample> bad, Moment since, String origin) {
        return bad.stream()
                .limit(LINES)
                .map(sample -> line(sample, since, origin))
                .toList();
    }

    private static String line(Sample sample, Moment since, String origin) {
        String what = sample.outcome() == Outcome.OK
                ? "answered after " + Nanos.seconds(sample.latency())
                : sample.outcome() == Outcome.TIMEOUT ? "no answer in time" : "failed";
        return Nanos.seconds(Math.max(0, sample.sent() - since.middle())) + " after " + origin + ": " + what
                + (sample.detail().isEmpty() ? "" : ": " + sample.detail());
    }
}
