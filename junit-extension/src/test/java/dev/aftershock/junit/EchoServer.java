package dev.aftershock.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A real server on loopback that sends back what it is sent, as an HTTP server and most others answer something. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;

    EchoServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                daemon(() -> echo(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            byte[] bytes = new byte[1024];
            for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
                client.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException gone) {
            // The client went away.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    /** The shortest of a few exchanges over a link: a busy machine delays one of them, and a fault all. */
    static Duration quickest(Link link) throws IOException {
        Duration shortest = roundTrip(link);
        for (int again = 0; again < 2; again++) {
            Duration next = roundTrip(link);
            shortest = next.compareTo(shortest) < 0 ? next : shortest;
        }
        return shortest;
    }

    /** How long one exchange over a link takes. */
    static Duration roundTrip(Link link) throws IOException {
        long begin = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(link.host(), link.port()), 2_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().readNBytes(5).length < 5) {
                throw new IOException("the connection was closed");
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
