import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a team writes by hand: poll every 100 ms until it is down, then until it is up, and take the time between.
 * {@code java -cp awaitility.jar:hamcrest.jar AwaitilityLoop.java URL FILE}.
 */
public final class AwaitilityLoop {

    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0]))
                .timeout(Duration.ofSeconds(1))
                .build();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])), true)) {
            // Ends with its process.
            while (true) {
                until(client, request, false);
                double wall = System.currentTimeMillis() / 1e3;
                long down = System.nanoTime();
                until(client, request, true);
                out.println(String.format(Locale.ROOT, "%.6f,%.6f", wall, (System.nanoTime() - down) / 1e9));
            }
        }
    }

    private static void until(HttpClient client, HttpRequest request, boolean up) {
        await().pollInterval(Duration.ofMillis(100))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(10))
                .until(() -> answers(client, request) == up);
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
