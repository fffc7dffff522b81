package dev.aftershock.kubernetes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** An address on loopback that answers well until it is told otherwise. */
final class PlayedCanary implements AutoCloseable {

    private static final int BACKLOG = 10;

    private final AtomicInteger status = new AtomicInteger(200);
    private final HttpServer server;

    PlayedCanary() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void turnBad() {
        status.set(503);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
