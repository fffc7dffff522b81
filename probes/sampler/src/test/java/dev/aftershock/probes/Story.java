package dev.aftershock.probes;

import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Sample;
import java.util.stream.Collectors;

/** Tells people what the instrument saw of an outage: the samples around both true edges. */
final class Story {

    private static final int SLOTS = 5;

    private Story() {}

    /** All times in milliseconds from the outage's true start. */
    static String of(KnownOutage outage, Lanes lanes) {
        return lanes.watched().stream()
                .filter(lane -> lane.flips().stream()
                        .anyMatch(flips -> flips.down().at().equals(outage.down())))
                .map(lane -> of(
                        outage,
                        new Observations(lane.samples(), lane.pauses()),
                        lanes.spec().every()))
                .collect(Collectors.joining());
    }

    /** All times in milliseconds from the outage's true start; {@code every} is the spacing. */
    static String of(KnownOutage outage, Observations observed, long every) {
        long zero = outage.down().middle();
        long near = SLOTS * every;
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
        observed.pauses().stream()
                .filter(pause -> pause.latest() >= outage.down().earliest() - near
                        && pause.earliest() <= outage.up().latest() + near)
                .forEach(pause -> text.append("    pause from %9.3f to %9.3f%n"
                        .formatted((pause.earliest() - zero) / 1e6, (pause.latest() - zero) / 1e6)));
        observed.samples().stream()
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
