package dev.aftershock.probes.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;

/** Collects what a driver warned of. */
final class Warnings {

    private Warnings() {}

    /** The first warning of a statement or of its connection in one line, empty when there is none; clears both. */
    static String takenFrom(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        Optional<SQLWarning> first = Optional.ofNullable(statement.getWarnings());
        if (first.isEmpty()) {
            first = Optional.ofNullable(connection.getWarnings());
        }
        if (first.isEmpty()) {
            return "";
        }
        statement.clearWarnings();
        connection.clearWarnings();
        return SqlErrors.oneLine(first.get());
    }
}
