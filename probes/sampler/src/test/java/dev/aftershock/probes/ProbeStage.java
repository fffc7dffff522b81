package dev.aftershock.probes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sets up the systems beside which a probe of some kind is held to the contract. */
public interface ProbeStage {

    /** A system that takes questions and never answers; empty when the kind asks nobody who could stay silent. */
    Optional<Scene> silent() throws Exception;

    /** A system that is gone. */
    Scene gone() throws Exception;

    /** Waits, for ten seconds at most, until a question has come in. */
    @FunctionalInterface
    interface Arrival {
        /** Throws when none came. */
        void await() throws Exception;
    }

    /**
     * One system, as a probe is shown it.
     *
     * @param written settings beside those of the fixture
     * @param target the one live target
     * @param others the probes that were made before
     * @param underWay waits until a probe has asked
     * @param end takes the system down
     */
    record Scene(Map<String, String> written, Object target, Map<String, Probe> others, Arrival underWay, Closeable end)
            implements Closeable {

        @Override
        public void close() throws IOException {
            end.close();
        }
    }

    /** Listeners on TCP. */
    static ProbeStage overTcp(Function<InetSocketAddress, Object> target) {
        return new ProbeStage() {
            @Override
            public Optional<Scene> silent() throws Exception {
                // The system accepts for a listener that never does, so that connections open and stay silent.
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                silent.setSoTimeout(10_000);
                return Optional.of(
                        new Scene(Map.of(), target.apply(address(silent)), Map.of(), silent::accept, silent));
            }

            @Override
            public Scene gone() throws Exception {
                try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    return new Scene(Map.of(), target.apply(address(gone)), Map.of(), () -> {}, () -> {});
                }
            }
        };
    }

    private static InetSocketAddress address(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }
}
