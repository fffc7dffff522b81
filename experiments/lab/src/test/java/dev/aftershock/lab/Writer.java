package dev.aftershock.lab;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A client that writes numbers one after the other and remembers which were acknowledged. */
final class Writer implements Runnable {

    private final PostgresPair pair;
    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private volatile boolean stopped;
    private int next;

    Writer(PostgresPair pair) {
        this.pair = pair;
    }

    Set<Integer> acknowledged() {
        return acknowledged;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        Login login = pair.application();
        while (!stopped) {
            try (Connection connection = DriverManager.getConnection(
                    pair.url(), login.user(), login.password().reveal())) {
                while (!stopped) {
                    // A write whose answer is lost gets no second try: its number is not used again.
                    int id = ++next;
                    Sql.run(connection, "INSERT INTO entry VALUES (" + id + ")");
                    acknowledged.add(id);
                }
            } catch (SQLException e) {
                Thread.onSpinWait(); // connect again
            }
        }
    }
}
