package dev.aftershock.probes.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Stands between a probe and an API server, and can be cut: with every connection reset, or in silence. */
final class Relay implements AutoCloseable {

    private enum State {
        OPEN,
        CUT,
        SILENT
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Semaphore silence = new Semaphore(0);
    private final URI server;
    private volatile State state = State.OPEN;

    Relay(URI server) throws IOException {
        this.server = server;
        threads.execute(this::accept);
    }

    /** The same kubeconfig, but through the relay. */
    Path kubeconfig(Path original, Path directory) throws IOException {
        String through = Files.readString(original)
                .replace("//" + server.getRawAuthority(), "//127.0.0.1:" + listener.getLocalPort());
        return Files.writeString(directory.resolve("through-" + listener.getLocalPort()), through);
    }

    /** Resets what is open, and every connection to come. */
    void cut() {
        state = State.CUT;
        sockets.forEach(Relay::reset);
    }

    /** Passes nothing on any more, and closes nothing. */
    void fallSilent() {
        state = State.SILENT;
    }

    /** Passes on again; what was kept in silence is reset. */
    void mend() {
        sockets.forEach(Relay::reset);
        state = State.OPEN;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                if (state == State.CUT) {
                    reset(client);
                } else if (state == State.OPEN) {
                    Socket there = new Socket();
                    there.connect(new InetSocketAddress(server.getHost(), server.getPort()));
                    sockets.add(there);
                    threads.execute(() -> pump(client, there));
                    threads.execute(() -> pump(there, client));
                }
            }
        } catch (IOException e) {
            sockets.forEach(Relay::reset);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (state == State.SILENT) {
                    silence.acquire();
                }
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed before.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(Relay::reset);
        threads.shutdownNow();
    }
}
