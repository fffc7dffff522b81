import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.Sampler;
import dev.aftershock.probes.Sampling;
import dev.aftershock.probes.SyntheticServer;
import dev.aftershock.probes.TcpConnect;
import dev.aftershock.probes.TcpTarget;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How many tcp probes one core sends and how late they are, beside a bare loop that only parks and wakes; see {@code run}.
 * {@code OpenLoop server FILE} serves and writes its port; {@code OpenLoop probes PORT COUNT ROUNDS} measures.
 */
public final class OpenLoop {

    private static final long MS = 1_000_000;
    private static final long ROUND = 2_000 * MS;

    /** Rounds before the first that counts: the code is compiled on the one core that it then runs on. */
    private static final int WARM_UP = 4;

    public static void main(String[] arguments) throws Exception {
        MonotonicClock clock = MonotonicClock.startingNow();
        if (arguments[0].equals("server")) {
            SyntheticServer server = new SyntheticServer(clock);
            Files.writeString(Path.of(arguments[1]), Integer.toString(server.address().getPort()));
            while (true) {
                LockSupport.park();
            }
        }
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        for (int round = 1; round <= WARM_UP; round++) {
            probes(clock, port, count);
        }
        List<long[]> bare = new ArrayList<>();
        List<long[]> late = new ArrayList<>();
        double answers = 0;
        for (int round = 1; round <= rounds; round++) {
            bare.add(parkLoop(clock));
            Measured measured = probes(clock, port, count);
            late.add(measured.late());
            answers += measured.answersPerSecond() / rounds;
            print("round " + round, measured.answersPerSecond(), count, measured.late(), bare.get(bare.size() - 1));
        }
        print("all rounds", answers, count, pooled(late), pooled(bare));
        double[] ratios = IntStream.range(0, rounds)
                .mapToDouble(i -> quantile(late.get(i), 0.99) / quantile(bare.get(i), 0.99))
                .sorted()
                .toArray();
        System.out.printf(Locale.ROOT, "median of the rounds' ratios: %.2f%n", ratios[rounds / 2]);
        System.exit(0);
    }

    /** How many right answers came a second, and how late the probes were sent, rising. */
    private record Measured(double answersPerSecond, long[] late) {}

    private static void print(String what, double answers, int count, long[] late, long[] bare) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f right answers/s of %,d due, sent late p50 %.3f p99 %.3f ms; bare park loop late p50 %.3f p99"
                        + " %.3f ms; ratio of p99 %.2f%n",
                what,
                answers,
                count * 1_000,
                quantile(late, 0.5),
                quantile(late, 0.99),
                quantile(bare, 0.5),
                quantile(bare, 0.99),
                quantile(late, 0.99) / quantile(bare, 0.99));
    }

    private static long[] pooled(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static Measured probes(MonotonicClock clock, int port, int count) throws Exception {
        List<Sampler> samplers = new ArrayList<>();
        List<Probe> probes = new ArrayList<>();
        try (ProbeGroup group = new ProbeGroup(clock)) {
            for (int i = 0; i < count; i++) {
                Probe probe = probe(port, group, clock);
                probes.add(probe);
                samplers.add(group.add("probe-" + i, probe, new Pace(Duration.ofMillis(1), Duration.ofSeconds(1)), Sampling.evenly(i)));
            }
            samplers.forEach(Sampler::start);
            rest(clock, 500 * MS);
            long from = clock.nanos();
            rest(clock, ROUND);
            long to = clock.nanos();
            samplers.forEach(Sampler::stop);
            List<Sample> samples = samplers.stream()
                    .flatMap(sampler -> sampler.samples().stream())
                    .filter(sample -> sample.due() >= from && sample.due() < to)
                    .toList();
            long right = samples.stream().filter(sample -> sample.outcome() == Outcome.OK).count();
            // A slot that was not sent at all is late by a slot at least.
            long[] late = samples.stream()
                    .mapToLong(sample -> sample.outcome() == Outcome.NOT_SENT ? MS : sample.sent() - sample.due())
                    .sorted()
                    .toArray();
            probes.forEach(Probe::close);
            return new Measured(right * 1e9 / (to - from), late);
        }
    }

    /** Parks until each millisecond and notes how late it woke: what this machine lets any schedule do. */
    private static long[] parkLoop(MonotonicClock clock) {
        int slots = (int) (ROUND / MS);
        long[] late = new long[slots];
        long origin = clock.nanos() + MS;
        for (int slot = 0; slot < slots; slot++) {
            long due = origin + slot * MS;
            for (long left = due - clock.nanos(); left > 0; left = due - clock.nanos()) {
                LockSupport.parkNanos(left);
            }
            late[slot] = clock.nanos() - due;
        }
        Arrays.sort(late);
        return late;
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    private static Probe probe(int port, ProbeGroup group, MonotonicClock clock) {
        TcpTarget target = () -> new InetSocketAddress("127.0.0.1", port);
        Targets targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
        ProbeContext context = new ProbeContext(
                "open-loop", new Pace(Duration.ofMillis(1), Duration.ofSeconds(1)), targets, clock, 1, Path.of("."), group.loop(), Map.of());
        TcpConnect talk = new TcpConnect("it", Optional.of("?\n"), Optional.of("ok"), TcpConnect.Connection.KEPT, 1);
        return new TcpConnect.Provider().create(talk, context);
    }

    private static void rest(MonotonicClock clock, long nanos) {
        long until = clock.nanos() + nanos;
        for (long left = nanos; left > 0; left = until - clock.nanos()) {
            LockSupport.parkNanos(left);
        }
    }
}
