package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** An upstream's name may stand for several addresses, here 127.0.0.1 and ::1. */
class DialTest extends EmbeddedServer {
    private static final int SOON_MILLIS = 5_000;

    @Test
    void whenNoAddressAnswersTheClientIsClosedAndNotLeftHanging() throws IOException {
        MadeProxy proxy = api().proxy("localhost:1");
        try (Peer client = proxy.connect()) {
            assertThat(client.stateWithin(SOON_MILLIS)).isNotEqualTo(Peer.State.OPEN);
        }
    }

    @Test
    void whenTheFirstAddressRefusesTheNextIsTried() throws IOException {
        try (ServerSocket server = onlyOnIpv6()) {
            MadeProxy proxy = api().proxy("localhost:" + server.getLocalPort());
            server.setSoTimeout(SOON_MILLIS);
            try (Peer client = proxy.connect().send("hello");
                    Socket accepted = server.accept()) {
                accepted.setSoTimeout(SOON_MILLIS);
                assertThat(accepted.getInputStream().read()).isEqualTo('h');
                accepted.getOutputStream().write('!');
                assertThat(client.receive(1)).isEqualTo("!");
            }
        }
    }

    private static ServerSocket onlyOnIpv6() throws IOException {
        try {
            return new ServerSocket(0, 5, InetAddress.getByName("::1"));
        } catch (IOException none) {
            Assumptions.abort("this machine has no ::1: " + none.getMessage());
            throw none;
        }
    }
}
