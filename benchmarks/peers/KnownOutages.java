import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A loopback HTTP server with outages of known length: {@code java KnownOutages.java PORT OUTAGES SEED FILE}.
 *
 * <p>Every second outage answers 503 at once, the others do not answer at all. The true edges go to FILE, one outage a
 * line: kind, start and length in seconds, the start as seconds of the wall clock.
 */
public final class KnownOutages {

    private enum State { UP, ERROR, SILENT }

    private static volatile State state = State.UP;

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int outages = Integer.parseInt(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        serve(port);
        double wallAtOrigin = System.currentTimeMillis() / 1e3;
        long origin = System.nanoTime();
        rest(8.0);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[3])), true)) {
            for (int i = 0; i < outages; i++) {
                rest(0.8 + 0.6 * random.nextDouble());
                double seconds = 0.1 * Math.pow(30, random.nextDouble());
                long from = System.nanoTime();
                state = i % 2 == 0 ? State.ERROR : State.SILENT;
                State kind = state;
                rest(seconds);
                state = State.UP;
                long to = System.nanoTime();
                out.println(String.format(
                        Locale.ROOT, "%s,%.6f,%.6f", kind, wallAtOrigin + (from - origin) / 1e9, (to - from) / 1e9));
            }
            rest(3);
        }
        System.exit(0);
    }

    private static void serve(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(() -> {
            while (true) {
                try {
                    Socket socket = listener.accept();
                    threads.execute(() -> converse(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    continue;
                }
                State now = state;
                if (now == State.SILENT) {
                    // The request is swallowed: its client hears nothing until it gives up.
                    LockSupport.parkNanos(10_000_000_000L);
                    return;
                }
                String status = now == State.UP ? "200 OK" : "503 Service Unavailable";
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nok").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The client hung up.
        }
    }

    private static void rest(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
