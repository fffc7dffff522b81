package dev.aftershock.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Orders in PostgreSQL. A write that fails is tried again on a new connection; keeping an order twice keeps it once, so that this
 * does no harm. How long a call may take is said by the URL.
 */
public final class OrdersTable {

    private final String url;
    private final Properties login = new Properties();
    private final int tries;

    /**
     * A table behind a JDBC URL.
     *
     * @param tries how often a write is tried, at least once
     * @throws SQLException when it cannot be made
     */
    public OrdersTable(String url, String user, String password, int tries) throws SQLException {
        this.url = url;
        this.tries = tries;
        login.setProperty("user", user);
        login.setProperty("password", password);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY, what text NOT NULL)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, login);
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
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders VALUES (?, ?) ON CONFLICT (id) DO NOTHING")) {
            insert.setString(1, id);
            insert.setString(2, what);
            insert.execute();
        }
    }

    /** Empty when there is none. */
    String get(String id) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("SELECT what FROM orders WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    List<String> ids() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = connect();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("SELECT id FROM orders ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    boolean isReachable() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException away) {
            return false;
        }
    }
}
