package dev.aftershock.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real TCP server behind a proxy: either echoes, or hands its side of each connection to the case. */
final class Upstream implements AutoCloseable {
    private final ServerSocket server;
    private final boolean echo;
    private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private Upstream(boolean echo) {
        this.echo = echo;
        this.server = Peer.unchecked(() -> new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
        daemon(this::acceptAll);
    }

    static Upstream echo() {
        return new Upstream(true);
    }

    static Upstream manual() {
        return new Upstream(false);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The server's side of the next connection. */
    Peer accept() {
        try {
            Peer peer = accepted.poll(5, TimeUnit.SECONDS);
            if (peer == null) {
                throw new AssertionError("no connection reached the upstream within 5 s");
            }
            return peer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void acceptAll() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                if (echo) {
                    daemon(() -> echo(socket));
                } else {
                    accepted.add(new Peer(socket));
                }
            }
        } catch (SocketException closed) {
            // The case is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException cut) {
            // The proxy closed or reset it, which many cases ask for.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        Peer.unchecked(() -> {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
            return true;
        });
    }
}
