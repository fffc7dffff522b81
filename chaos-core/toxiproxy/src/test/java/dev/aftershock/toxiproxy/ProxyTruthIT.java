package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.RecoveryAnalysis;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.SeriesSpec;
import dev.aftershock.measurement.SteadyState;
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
import dev.aftershock.proxy.ProxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the instrument against outages that a fault proxy makes: ours, and a real Toxiproxy server. */
class ProxyTruthIT {

    private static final boolean NIGHTLY = Boolean.getBoolean("aftershock.nightly");
    private static final int OUTAGES = NIGHTLY ? 20 : 4;
    private static final Pace PACE = new Pace(Duration.ofMillis(10), Duration.ofSeconds(1));
    private static final Duration WITHIN = Duration.ofMillis(300);
    private static final Duration HOLD = Duration.ofMillis(400);
    private static final SeriesSpec SPEC =
            new SeriesSpec(PACE.every().toNanos(), PACE.deadline().toNanos(), WITHIN.toNanos(), HOLD.toNanos(), 0);

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @TempDir
    Path folder;

    /** What the proxy does to the connections through it. */
    enum Trouble {
        TIMEOUT,
        RESET,
        LATENCY,
        STALL,
        CUT,
        LIMIT,
        SLICES;

        /** The others cost time, and hardly differ from these to whoever looks from outside. */
        boolean usual() {
            return this != LIMIT && this != SLICES;
        }

        void begin(Proxy proxy) throws IOException {
            switch (this) {
                case TIMEOUT -> proxy.toxics().timeout("trouble", ToxicDirection.DOWNSTREAM, 0);
                case RESET -> proxy.toxics().resetPeer("trouble", ToxicDirection.DOWNSTREAM, 0);
                case LATENCY -> proxy.toxics().latency("trouble", ToxicDirection.DOWNSTREAM, 600);
                case STALL -> proxy.toxics().bandwidth("trouble", ToxicDirection.DOWNSTREAM, 0);
                case CUT -> proxy.disable();
                case LIMIT -> proxy.toxics().limitData("trouble", ToxicDirection.DOWNSTREAM, 0);
                case SLICES -> proxy.toxics().slicer("trouble", ToxicDirection.DOWNSTREAM, 1, 600_000);
            }
        }

        void end(Proxy proxy) throws IOException {
            if (this == CUT) {
                proxy.enable();
            } else {
                proxy.toxics().get("trouble").remove();
            }
        }
    }

    static Stream<Arguments> cases() {
        return RealServer.andEmbedded().stream().flatMap(server -> Stream.of(Trouble.values())
                .filter(trouble -> NIGHTLY || trouble.usual())
                .map(trouble -> Arguments.of(server, trouble)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTruthOfEveryTroubleLiesInsideTheBracket(String where, Trouble trouble) throws Exception {
        try (SyntheticServer server = new SyntheticServer(clock);
                ProxyServer ours = ProxyServer.start(new InetSocketAddress("127.0.0.1", 0), 1);
                ProbeGroup group = new ProbeGroup(clock)) {
            URI api = where.equals(LinkServer.EMBEDDED) ? ours.api() : URI.create(where);
            Proxy proxy = new ToxiproxyClient(api.getHost(), api.getPort())
                    .createProxy(
                            LinkWorld.uniqueRun(),
                            "127.0.0.1:0",
                            "127.0.0.1:" + server.address().getPort());
            try (Probe probe = probe(proxy, group)) {
                int measured = 0;
                for (int again = 0; again < 3 && measured == 0; again++) {
                    measured = measure(trouble, proxy, group, probe);
                }
                assertThat(measured)
                        .as("outages during which the observer was not held up")
                        .isPositive();
            } finally {
                proxy.delete();
            }
        }
    }

    /** How many outages were found where they were. */
    private int measure(Trouble trouble, Proxy proxy, ProbeGroup group, Probe probe) throws Exception {
        Sampler sampler = group.add("through-" + trouble + clock.nanos(), probe, PACE, Sampling.evenly(7));
        sampler.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> sampler.samples().size() >= 100);
        List<Moment> downs = new ArrayList<>();
        List<Moment> ups = new ArrayList<>();
        for (int i = 0; i < OUTAGES; i++) {
            downs.add(during(() -> trouble.begin(proxy)));
            // Shorter than a probe's deadline: what is held back longer than that is down, not late.
            rest(450 + 37 * (i % 13));
            ups.add(during(() -> trouble.end(proxy)));
            rest(800);
        }
        sampler.stop();
        return compare(trouble, new Observations(sampler.samples(), group.pauses()), downs, ups);
    }

    private static int compare(Trouble trouble, Observations seen, List<Moment> downs, List<Moment> ups) {
        List<Sample> before = seen.samples().stream()
                .filter(sample -> sample.done() < downs.get(0).earliest())
                .toList();
        OptionalLong healthy = OptionalLong.of(SteadyState.of(before, SPEC).healthyLatency());
        int measured = 0;
        for (int i = 0; i < downs.size(); i++) {
            long from = i == 0
                    ? 0
                    : ups.get(i - 1).latest() + Duration.ofMillis(200).toNanos();
            long to = ups.get(i).latest() + Duration.ofMillis(500).toNanos();
            List<Sample> around = seen.samples().stream()
                    .filter(sample -> sample.due() >= from && sample.due() < to)
                    .toList();
            Recovery recovery = RecoveryAnalysis.since(
                    new Moment(from, from), new Observations(around, seen.pauses()), SPEC, healthy);
            // What is held back is answered in the end, and so is slow, not down.
            boolean late =
                    List.of(Trouble.LATENCY, Trouble.STALL, Trouble.SLICES).contains(trouble);
            List<Outage> found = late ? recovery.brownouts() : recovery.outages();
            String story = "outage %d, %s: true start %s, true end %s, seen %s"
                    .formatted(i, trouble, downs.get(i), ups.get(i), recovery);
            if (found.isEmpty() && heldUp(seen, downs.get(i), ups.get(i))) {
                // It cannot tell who was late, says so, and must not deny what happened.
                long lasted = ups.get(i).earliest() - downs.get(i).latest();
                assertThat(recovery.noOutageLongerThan()).as(story).isGreaterThanOrEqualTo(lasted);
                continue;
            }
            measured++;
            assertThat(found).as(story).hasSize(1);
            assertThat(meet(found.get(0).start(), downs.get(i))).as(story).isTrue();
            assertThat(meet(found.get(0).end().orElseThrow(), ups.get(i)))
                    .as(story)
                    .isTrue();
        }
        return measured;
    }

    /** Whether the observer was, for so long that what was late may be its own fault. */
    private static boolean heldUp(Observations seen, Moment down, Moment up) {
        return seen.pauses().stream()
                .filter(pause -> pause.latest() >= down.earliest() && pause.earliest() <= up.latest())
                .anyMatch(pause -> pause.latest() - pause.earliest()
                        > Duration.ofMillis(50).toNanos());
    }

    private static boolean meet(Moment measured, Moment truth) {
        return measured.latest() >= truth.earliest() && measured.earliest() <= truth.latest();
    }

    private interface Call {
        void run() throws IOException;
    }

    /** It took effect at some instant between the call and its return. */
    private Moment during(Call call) throws IOException {
        long from = clock.nanos();
        call.run();
        return new Moment(from, clock.nanos());
    }

    private void rest(long millis) {
        long until = clock.nanos() + Duration.ofMillis(millis).toNanos();
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> clock.nanos() >= until);
    }

    private Probe probe(Proxy proxy, ProbeGroup group) {
        TcpTarget target = () -> new InetSocketAddress(
                "127.0.0.1", Integer.parseInt(proxy.getListen().replaceAll(".*:", "")));
        Targets targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
        ProbeContext context = new ProbeContext("through", PACE, targets, clock, 1, folder, group.loop(), Map.of());
        TcpConnect talk = new TcpConnect("it", Optional.of("?\n"), Optional.of("ok"), TcpConnect.Connection.NEW, 1);
        return new TcpConnect.Provider().create(talk, context);
    }
}
