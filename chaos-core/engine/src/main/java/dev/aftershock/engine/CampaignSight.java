package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.statistics.Modes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What people want to see of a campaign's recovery times: their spread, their modes, and the timers that explain these. */
final class CampaignSight {

    private CampaignSight() {}

    static List<String> of(List<Trial> counted, Map<String, Duration> timers) {
        List<Long> times = counted.stream()
                .flatMap(trial -> trial.recovery().stream())
                .filter(Bracket::ended)
                .map(Bracket::point)
                .sorted()
                .toList();
        long never = counted.stream()
                .flatMap(trial -> trial.recovery().stream())
                .filter(recovery -> !recovery.ended())
                .count();
        List<String> lines = new ArrayList<>();
        if (!times.isEmpty()) {
            lines.add("R3 from " + Nanos.seconds(times.get(0)) + " to " + Nanos.seconds(times.get(times.size() - 1))
                    + ", median " + Nanos.seconds(median(times)) + ", in "
                    + CampaignTimes.trials(times.size()));
            modes(times, timers, lines);
        }
        if (never > 0) {
            lines.add(never + (never == 1 ? " trial was" : " trials were") + " never seen to recover");
        }
        return lines;
    }

    private static void modes(List<Long> times, Map<String, Duration> timers, List<String> lines) {
        List<Modes.Mode> modes = Modes.of(times);
        if (modes.size() < 2) {
            return;
        }
        for (Modes.Mode mode : modes) {
            lines.add(String.format(
                    Locale.ROOT,
                    "mode %s to %s: %d trials, %.0f %%",
                    Nanos.seconds(mode.low()),
                    Nanos.seconds(mode.high()),
                    mode.count(),
                    mode.share() * 100));
        }
        Map<String, Long> nanos = new TreeMap<>();
        timers.forEach((name, timer) -> nanos.put(name, timer.toNanos()));
        lines.addAll(Modes.explain(modes, nanos));
    }

    /** Every interval that the experiment itself names; what a caller knows of the system comes on top. */
    static Map<String, Duration> timers(Experiment experiment, CampaignOptions options) {
        Map<String, Duration> timers = new TreeMap<>();
        experiment.probes().forEach(probe -> {
            timers.put(probe.name() + " every", probe.pace().every());
            timers.put(probe.name() + " deadline", probe.pace().deadline());
        });
        timers.put("steady-state for", experiment.steadyState().lasting());
        timers.put("period", options.period());
        timers.putAll(options.timers());
        return timers;
    }

    /** The middle value; the mean of the two in the middle of an even number. */
    static long median(List<Long> sorted) {
        int middle = sorted.size() / 2;
        long upper = sorted.get(middle);
        // Halves are added, because two that never ended would overflow.
        return sorted.size() % 2 == 1 ? upper : sorted.get(middle - 1) / 2 + upper / 2;
    }
}
