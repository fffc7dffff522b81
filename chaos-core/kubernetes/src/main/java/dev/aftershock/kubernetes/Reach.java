package dev.aftershock.kubernetes;

import dev.aftershock.engine.Calls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Looks what of a cluster's network is reached from here. */
final class Reach {

    private static final Duration CONNECT_BOUND = Duration.ofSeconds(1);

    /** What has no upstream ends within much less. */
    private static final Duration GLANCE = Duration.ofMillis(300);

    private final Calls calls = new Calls();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_BOUND)
            .build();

    /** What became of a connection. */
    enum Sight {
        /** Nobody accepted it. */
        REFUSED,
        /** It was accepted, and ended before it said anything. */
        ENDED,
        /** It stayed open, or said something. */
        STAYED
    }

    /** Connects and waits for a moment. */
    Sight look(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) CONNECT_BOUND.toMillis());
            return listen(socket);
        } catch (IOException e) {
            return Sight.REFUSED;
        }
    }

    private static Sight listen(Socket socket) {
        try {
            socket.setSoTimeout((int) GLANCE.toMillis());
            return socket.getInputStream().read() < 0 ? Sight.ENDED : Sight.STAYED;
        } catch (SocketTimeoutException e) {
            return Sight.STAYED;
        } catch (IOException e) {
            return Sight.ENDED;
        }
    }

    /**
     * What a server answers to a GET.
     *
     * @throws IOException when it does not within three seconds, or answers with a failure
     */
    String get(URI address) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Calls.BOUND).build();
        var answer = calls.make("GET " + address, () -> client.send(request, BodyHandlers.ofString()));
        if (answer.statusCode() != 200) {
            throw new IOException("GET " + address + " was answered " + answer.statusCode());
        }
        return answer.body();
    }
}
