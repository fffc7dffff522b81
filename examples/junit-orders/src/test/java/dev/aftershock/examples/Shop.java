package dev.aftershock.examples;

import dev.aftershock.parts.Targets;
import dev.aftershock.probes.JdbcTarget;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The service on a database of the lab, and a client of it. */
final class Shop implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final OrdersService service;

    private Shop(OrdersTable table) throws IOException {
        service = new OrdersService("here");
        service.serve(table);
    }

    /** With time limits of a second on every call, and a second try for each write. */
    static Shop careful(Targets targets) throws IOException, SQLException {
        JdbcTarget database = targets.one("orders-db", JdbcTarget.class);
        return new Shop(new OrdersTable(connectingTo(database, database.url()), 2));
    }

    /** Without any of that. */
    static Shop careless(Targets targets) throws IOException, SQLException {
        JdbcTarget database = targets.one("orders-db", JdbcTarget.class);
        String unlimited = database.url().replaceAll("&\\w+Timeout=\\d+", "");
        return new Shop(new OrdersTable(connectingTo(database, unlimited), 1));
    }

    /** A new connection each time. */
    private static DataSource connectingTo(JdbcTarget database, String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(database.user());
        source.setPassword(database.password().reveal());
        return source;
    }

    /** The status of keeping an order. */
    int put(String id) throws IOException, InterruptedException {
        return status(HttpRequest.newBuilder(service.order(id)).PUT(HttpRequest.BodyPublishers.ofString("a book")));
    }

    /**
     * Brings an order.
     *
     * @return true when it is kept
     * @throws IOException when nobody knows: a service that says that it failed may have kept it before
     */
    boolean order(String id) throws IOException, InterruptedException {
        int status = put(id);
        if (status != 201) {
            throw new IOException("status " + status);
        }
        return true;
    }

    /** The status of looking an order up. */
    int get(String id) throws IOException, InterruptedException {
        return status(HttpRequest.newBuilder(service.order(id)).GET());
    }

    /** The ids of all orders that are kept. */
    List<String> ids() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(service.order("")).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body().lines().toList();
    }

    int health() throws IOException, InterruptedException {
        return status(HttpRequest.newBuilder(service.health()).GET());
    }

    private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        service.close();
    }
}
