package dev.aftershock.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Orders in PostgreSQL. A write that fails is tried again on another connection; keeping an order twice keeps it once, so that this
 * does no harm. How long a call may take is said by where the connections come from.
 */
public final class OrdersTable {

    private final DataSource database;
    private final int tries;

    /**
     * A table of a database.
     *
     * @param tries how often a write is tried, at least once
     * @throws SQLException when it cannot be made
     */
    public OrdersTable(DataSource database, int tries) throws SQLException {
        this.database = database;
        this.tries = tries;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY, what text NOT NULL)");
        }
    }

    void put(String id, String what) throws SQLException {
        for (int left = tries - 1; left > 0; left--) {
            try {
                write(id, what);
                return;
            } catch (SQLException again) {
                // What matters is how the last try ends.
            }
        }
        write(id, what);
    }

    private void write(String id, String what) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders VALUES (?, ?) ON CONFLICT (id) DO NOTHING")) {
            insert.setString(1, id);
            insert.setString(2, what);
            insert.execute();
        }
    }

    /** Empty when there is none. */
    String get(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT what FROM orders WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    List<String> ids() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT id FROM orders ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    boolean isReachable() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException away) {
            return false;
        }
    }
}
