package dev.aftershock.probes;

import dev.aftershock.measurement.Sample;

/** Tells people what the instrument saw of an outage: the samples around both true edges. */
final class Story {

    private static final int SLOTS = 5;

    private Story() {}

    /** All times in milliseconds from the outage's true start. */
    static String of(KnownOutage outage, Lanes lanes) {
        long zero = outage.down().middle();
        long near = SLOTS * lanes.spec().every();
        StringBuilder text = new StringBuilder("true length %.3f ms, true start %.3f ms wide, true end %.3f ms wide%n"
                .formatted(
                        outage.nanos() / 1e6,
                        (outage.down().latest() - outage.down().earliest()) / 1e6,
                        (outage.up().latest() - outage.up().earliest()) / 1e6));
        outage.measured()
                .ifPresentOrElse(
                        found -> text.append("  start [%.3f, %.3f] end [%.3f, %.3f] blind %s %s%n"
                                .formatted(
                                        (found.start().earliest() - zero) / 1e6,
                                        (found.start().latest() - zero) / 1e6,
                                        (found.end().orElseThrow().earliest() - zero) / 1e6,
                                        (found.end().orElseThrow().latest() - zero) / 1e6,
                                        found.blindStart(),
                                        found.blindEnd())),
                        () -> text.append("  not measured: ")
                                .append(outage.seen())
                                .append('\n'));
        lanes.watched().stream()
                .filter(lane -> lane.flips().stream()
                        .anyMatch(flips -> flips.down().at().equals(outage.down())))
                .flatMap(lane -> lane.samples().stream())
                .filter(sample -> isNear(sample, outage, near))
                .forEach(sample -> text.append("    due %9.3f sent %9.3f done %9.3f %s %s%n"
                        .formatted(
                                (sample.due() - zero) / 1e6,
                                (sample.sent() - zero) / 1e6,
                                (sample.done() - zero) / 1e6,
                                sample.outcome(),
                                sample.detail())));
        return text.toString();
    }

    private static boolean isNear(Sample sample, KnownOutage outage, long near) {
        return meets(sample, outage.down().earliest() - near, outage.down().latest() + near)
                || meets(sample, outage.up().earliest() - near, outage.up().latest() + near);
    }

    private static boolean meets(Sample sample, long from, long to) {
        return sample.done() >= from && sample.sent() <= to;
    }
}
