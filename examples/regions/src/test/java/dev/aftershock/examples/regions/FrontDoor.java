package dev.aftershock.examples.regions;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** HAProxy in front of both regions: it asks each five times a second whether it is healthy, and tries the other when one fails. */
final class FrontDoor implements AutoCloseable {

    private static final String CONFIGURATION = """
            defaults
              mode http
              timeout connect 500ms
              timeout client 10s
              timeout server 3s
              timeout check 2s
              retries 2
              option redispatch 1
              retry-on conn-failure empty-response response-timeout 503
            frontend door
              bind 127.0.0.1:DOOR
              default_backend regions
            backend regions
              balance roundrobin
              option httpchk GET /health
              default-server check inter 200ms fastinter 100ms fall 2 rise 2
              server east 127.0.0.1:EAST
              server west 127.0.0.1:WEST
            """;

    private final Process program;
    private final int port;

    private FrontDoor(Process program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Opens once it answers; without HAProxy the test is left out, and says so, but not in CI. */
    static FrontDoor to(int east, int west, Path folder) throws IOException {
        boolean here = Path.of("/usr/sbin/haproxy").toFile().canExecute();
        assumeTrue(here || "true".equals(System.getenv("CI")), "HAProxy is not there; install it (Debian: haproxy)");
        int port = freePort();
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(
                file,
                CONFIGURATION
                        .replace("DOOR", Integer.toString(port))
                        .replace("EAST", Integer.toString(east))
                        .replace("WEST", Integer.toString(west)));
        Process program = new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        FrontDoor door = new FrontDoor(program, port);
        try {
            await().atMost(Duration.ofSeconds(20)).until(door::isOpen);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
        return door;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isOpen() {
        if (!program.isAlive()) {
            throw new IllegalStateException("HAProxy ended with " + program.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    URI order(String id) {
        return URI.create("http://127.0.0.1:" + port + "/orders/" + id);
    }

    @Override
    public void close() {
        program.destroyForcibly();
    }
}
