package dev.aftershock.measurement;

import dev.aftershock.measurement.Scenario.Look;
import dev.aftershock.measurement.Scenario.Part;
import dev.aftershock.measurement.Scenario.Sight;
import dev.aftershock.measurement.Truth.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws scenarios. */
final class Scenarios {

    private static final List<Mode> WHOLE = List.of(Mode.FAIL, Mode.DROP, Mode.QUEUE, Mode.SLOW);
    /** A pause while answers are slow makes them look unanswered. */
    private static final List<Mode> NOT_SLOW = List.of(Mode.FAIL, Mode.DROP, Mode.QUEUE);

    private Scenarios() {}

    static Scenario seeing(SplittableRandom random) {
        return scenario(random, List.of(Sight.FULL, Sight.NOT_SENT, Sight.MISSING), WHOLE, look(random));
    }

    static Scenario sharp(SplittableRandom random) {
        return scenario(random, List.of(Sight.FULL), WHOLE, look(random));
    }

    static Scenario paused(SplittableRandom random) {
        return scenario(random, List.of(Sight.PAUSED), NOT_SLOW, look(random));
    }

    static Scenario metered(SplittableRandom random) {
        return scenario(random, List.of(Sight.METERED), NOT_SLOW, look(random));
    }

    /** Troubles of some groups or all of them, far enough apart that each group is seen to be well between them. */
    static Scenario groups(SplittableRandom random) {
        Look look = new Look(random.nextInt(4) == 0, random.nextInt(2, 6), true);
        return apart(random, look, 100 * (4 * look.groups() + 14), 1);
    }

    /** A partial outage of several rounds, where nothing says which key was asked. */
    static Scenario untold(SplittableRandom random) {
        Look look = new Look(false, random.nextInt(2, 5), false);
        return apart(random, look, 100 * (4 * look.groups() + 14), 100 * 4 * look.groups());
    }

    private static Scenario apart(SplittableRandom random, Look look, int rest, int shortest) {
        long every = oneOf(random, List.of(1_000_000L, 5_000_000L, 100_000_000L));
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Mode mode = oneOf(random, List.of(Mode.PARTIAL, Mode.PARTIAL, Mode.FAIL));
            parts.add(new Part(mode, rest + random.nextInt(2_000), shortest + random.nextInt(3_000)));
        }
        return new Scenario(
                every, latency(random), random.nextInt(100, 251), parts, Sight.FULL, look, random.nextLong());
    }

    private static Look look(SplittableRandom random) {
        return random.nextInt(8) == 0 ? Look.BURST : Look.PLAIN;
    }

    private static Scenario scenario(SplittableRandom random, List<Sight> sights, List<Mode> modes, Look look) {
        long every = oneOf(random, List.of(1_000_000L, 5_000_000L, 100_000_000L));
        int latency = latency(random);
        int slack = random.nextInt(100, 251);
        List<Part> parts = random.nextInt(8) == 0 ? flapping(random, modes) : troubles(random, modes);
        return new Scenario(every, latency, slack, parts, oneOf(random, sights), look, random.nextLong());
    }

    private static int latency(SplittableRandom random) {
        return random.nextInt(4) < 3 ? random.nextInt(1, 61) : random.nextInt(60, 301);
    }

    private static List<Part> troubles(SplittableRandom random, List<Mode> modes) {
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            int rest = random.nextInt(4) < 3 ? random.nextInt(1_001) : random.nextInt(12_001);
            int length = random.nextInt(3) < 1 ? random.nextInt(301) : random.nextInt(6_001);
            parts.add(new Part(oneOf(random, modes), rest, length));
        }
        return parts;
    }

    /** Short troubles with short rests, all of one mode. */
    private static List<Part> flapping(SplittableRandom random, List<Mode> modes) {
        Mode mode = oneOf(random, modes);
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(3, 11); i > 0; i--) {
            parts.add(new Part(mode, random.nextInt(20, 401), random.nextInt(20, 401)));
        }
        return parts;
    }

    private static <T> T oneOf(SplittableRandom random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
