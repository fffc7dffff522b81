package dev.aftershock.probes.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Where drivers differ beyond the standard. Implementations are stateless. */
interface Dialect {

    static Dialect of(String url) {
        return url.startsWith(Postgres.PREFIX) ? new Postgres() : new Dialect() {};
    }

    /** Adds what bounds the driver's waiting while it connects. */
    default void bound(Properties properties, String url) throws SQLException {}

    /** The query whose one value names the server; empty when only the URL can tell. */
    default Optional<String> whoAreYou() {
        return Optional.empty();
    }

    /** Asks the server to drop the statement under way; may take seconds and may fail. */
    default void cancel(Connection connection) throws SQLException {}

    /** The part of a URL that people may see: no parameters, which could hold a password. */
    static String shown(String url) {
        String plain = url.split("[?;]", 2)[0];
        return plain.replaceAll("//[^/@]*@", "//");
    }

    /** The hosts of a URL as written, such as {@code a:5432,b:5432}; empty when it names none. */
    static String hosts(String url) {
        String[] parts = shown(url).split("//", 2);
        return parts.length < 2 ? "" : parts[1].split("/", 2)[0];
    }
}
