package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server that answers whatever it is told with the same bytes, or keeps silent. */
final class Talker implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final boolean mute;

    private Talker(boolean mute) throws IOException {
        this.mute = mute;
        start("talker", this::accept);
    }

    static Talker answering() throws IOException {
        return new Talker(false);
    }

    static Talker mute() throws IOException {
        return new Talker(true);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private interface Work {
        void go() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.go();
                    } catch (IOException e) {
                        // Closed by the test or by a fault.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            open.add(socket);
            start("talk", () -> talk(socket));
        }
    }

    private void talk(Socket socket) throws IOException {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            byte[] told = new byte[4096];
            for (int n = in.read(told); n >= 0; n = in.read(told)) {
                if (!mute) {
                    socket.getOutputStream().write(told, 0, n);
                }
            }
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
