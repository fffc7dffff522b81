package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.ProbeContract.Fixture;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/** Stages of the kinds that do not speak TCP. */
final class LocalStages {

    private LocalStages() {}

    static Map<String, Fixture> fixtures(MonotonicClock clock) {
        ProbeStage composite = new OfAnotherProbe(new OverUdp(), clock);
        return Map.of(
                "dns", new Fixture(Map.of("host", "db.example.org"), new OverUdp()),
                "process", new Fixture(Map.of("pid-file", "no-such-file.pid"), new NoSystem()),
                "all-of", new Fixture(Map.of("probes", "names"), composite),
                "any-of", new Fixture(Map.of("probes", "names"), composite));
    }

    /** A port of UDP where nobody answers, or where nobody is. */
    private record OverUdp() implements ProbeStage {

        @Override
        public Optional<Scene> silent() throws Exception {
            DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            silent.setSoTimeout(10_000);
            return Optional.of(new Scene(
                    written(silent),
                    "nobody",
                    Map.of(),
                    () -> silent.receive(new DatagramPacket(new byte[512], 512)),
                    silent));
        }

        @Override
        public Scene gone() throws Exception {
            try (DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                return new Scene(written(gone), "nobody", Map.of(), () -> {}, () -> {});
            }
        }

        private static Map<String, String> written(DatagramSocket server) {
            return Map.of("server", "127.0.0.1:" + server.getLocalPort());
        }
    }

    /** Whatever another stage shows, asked by a probe that was made before. */
    private record OfAnotherProbe(OverUdp stage, MonotonicClock clock) implements ProbeStage {

        @Override
        public Optional<Scene> silent() throws Exception {
            return stage.silent().map(this::asked);
        }

        @Override
        public Scene gone() throws Exception {
            return asked(stage.gone());
        }

        private Scene asked(Scene scene) {
            DnsLookup lookup = new DnsLookup(
                    "db.example.org",
                    DnsLookup.RecordType.A,
                    Optional.empty(),
                    Optional.of(scene.written().get("server")));
            int port = Integer.parseInt(scene.written().get("server").replaceAll(".*:", ""));
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            Probe names = new DnsProbe(lookup, server, clock);
            return new Scene(Map.of(), "nobody", Map.of("names", names), scene.underWay(), () -> {
                names.close();
                scene.close();
            });
        }
    }

    /** Looks at this machine only, which always answers. */
    private record NoSystem() implements ProbeStage {

        @Override
        public Optional<Scene> silent() {
            return Optional.empty();
        }

        @Override
        public Scene gone() {
            return new Scene(Map.of(), "nobody", Map.of(), () -> {}, () -> {});
        }
    }
}
