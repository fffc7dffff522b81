package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An observer in a process of its own, told what to do line by line; see {@link ObserverProcess}. */
final class ObserverMain {

    private static final int CHUNK_BYTES = 16;

    private ObserverMain() {}

    /** Takes the port, the spacing and the deadline in milliseconds, and how many MiB of small objects to hold. */
    public static void main(String[] args) throws Exception {
        MonotonicClock clock = MonotonicClock.startingNow();
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        Pace pace = new Pace(Duration.ofMillis(Long.parseLong(args[1])), Duration.ofMillis(Long.parseLong(args[2])));
        List<byte[]> ballast = ballast(Integer.parseInt(args[3]));
        try (ProbeGroup group = new ProbeGroup(clock);
                Probe probe = OutageLane.probeOf(() -> server, 0, group.loop());
                Sampler sampler = group.add("observer", probe, pace, Sampling.evenly(11))) {
            sampler.start();
            obey(clock, sampler);
            group.pauses().forEach(pause -> System.out.println("pause " + pause.earliest() + " " + pause.latest()));
        }
        System.out.println("end " + ballast.size());
    }

    private static void obey(MonotonicClock clock, Sampler sampler) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "time" -> System.out.println(clock.nanos());
                case "collect" -> {
                    long from = clock.nanos();
                    System.gc();
                    System.out.println(from + " " + clock.nanos());
                }
                case "samples" -> {
                    sampler.stop();
                    sampler.samples().forEach(ObserverMain::print);
                    return;
                }
                default -> throw new IllegalArgumentException("unknown order '" + order + "'");
            }
        }
    }

    private static void print(Sample sample) {
        System.out.println(sample.due() + " " + sample.sent() + " " + sample.done() + " " + sample.outcome());
    }

    private static List<byte[]> ballast(int mebibytes) {
        List<byte[]> ballast = new ArrayList<>();
        for (long i = 0; i < mebibytes * 1024L * 1024 / (2 * CHUNK_BYTES); i++) {
            ballast.add(new byte[CHUNK_BYTES]);
        }
        return ballast;
    }
}
