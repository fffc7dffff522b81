package dev.aftershock.examples.regions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftershock.examples.OrdersService;
import dev.aftershock.examples.OrdersTable;
import dev.aftershock.junit.Link;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.JdbcTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The same service in two regions, one door to both, and a client that comes to the door. */
final class TwoRegions implements AutoCloseable {

    private static final int TRIES = 2;

    private final HttpClient client = HttpClient.newHttpClient();
    private final OrdersService east = service("east");
    private final OrdersService west = service("west");
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final Queue<Long> taken = new ConcurrentLinkedQueue<>();
    private Optional<FrontDoor> door = Optional.empty();

    private static OrdersService service(String region) {
        try {
            return new OrdersService(region);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the service of the region listens, {@code host:port}. */
    String eastern() {
        return at(east);
    }

    String western() {
        return at(west);
    }

    private static String at(OrdersService service) {
        return service.address().getHostString() + ":" + service.address().getPort();
    }

    /** Both services use the databases of the lab: whichever is the primary. */
    void open(Targets targets, Link toEast, Link toWest, Path folder) throws Exception {
        JdbcTarget database = targets.one("orders-db", JdbcTarget.class);
        for (OrdersService service : List.of(east, west)) {
            HikariDataSource pool = pool(database);
            pools.add(pool);
            service.serve(new OrdersTable(pool, TRIES));
        }
        door = Optional.of(FrontDoor.to(toEast.port(), toWest.port(), folder));
    }

    private static HikariDataSource pool(JdbcTarget database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password().reveal());
        config.setConnectionTimeout(1_000);
        config.setValidationTimeout(500);
        return new HikariDataSource(config);
    }

    /**
     * Brings an order.
     *
     * @return true when it is kept
     * @throws IOException when nobody knows: whoever says that it failed may have kept it before
     */
    boolean put(String id) throws IOException, InterruptedException {
        long began = clock.nanos();
        int status = send(request(id).PUT(HttpRequest.BodyPublishers.ofString("a book")))
                .statusCode();
        if (status != 201) {
            throw new IOException("status " + status);
        }
        taken.add(clock.nanos() - began);
        return true;
    }

    /** The median of what orders have taken up to now, in nanoseconds. */
    long usual() {
        List<Long> sorted = taken.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Which region takes the next order. */
    String servedBy() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("").GET());
        return answer.statusCode() == 200
                ? answer.headers().firstValue("Served-By").orElse("")
                : "nobody: " + answer.statusCode();
    }

    /** The ids of all orders that are kept. */
    List<String> ids() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("").GET());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body().lines().toList();
    }

    private HttpRequest.Builder request(String id) {
        return HttpRequest.newBuilder(door.orElseThrow().order(id)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        door.ifPresent(FrontDoor::close);
        east.close();
        west.close();
        pools.forEach(HikariDataSource::close);
    }
}
