package dev.aftershock.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server that ends while requests are half sent gives back what they have brought so far. */
class ApiTeardownIT {

    private static final int ROUNDS = 150;
    private static final int CLIENTS = 12;
    private static final String HALF =
            "POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n{\"name\":";

    @Test
    void nothingOfAHalfSentRequestOutlivesTheServer() {
        EmbeddedServer.start(1).close();
        Footprint before = Footprint.now();
        for (int round = 0; round < ROUNDS; round++) {
            List<Peer> clients = new ArrayList<>();
            try (ProxyServer server = EmbeddedServer.start(round)) {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(Peer.connect(server.api().getPort()).send(i % 3 == 0 ? HALF.substring(0, 30) : HALF));
                }
                // Some go at the very moment at which the server does.
                clients.subList(0, CLIENTS / 2).forEach(Peer::close);
            }
            clients.forEach(Peer::close);
        }
        Awaitility.await("descriptors and threads are given back")
                .atMost(Duration.ofSeconds(20))
                .until(Footprint::now, now -> now.within(before));
    }
}
