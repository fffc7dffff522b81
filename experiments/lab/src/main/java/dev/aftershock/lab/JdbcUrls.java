package dev.aftershock.lab;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** The JDBC URLs that clients of a lab use. */
final class JdbcUrls {

    /** One second is the driver's shortest limit; a statement that takes longer breaks its connection. */
    private static final String COMMON =
            "?sslmode=disable&gssEncMode=disable&connectTimeout=1&socketTimeout=1&cancelSignalTimeout=1";

    private JdbcUrls() {}

    /** One server, whatever its role. */
    static String single(InetSocketAddress address) {
        return "jdbc:postgresql://" + text(address) + "/" + Sql.DATABASE + COMMON;
    }

    /**
     * Whichever of the servers is primary. A silent server is remembered for ten seconds; with no memory, each new
     * connection would wait for it again. When no server is known to be good, the driver asks all of them anyway.
     */
    static String failover(List<InetSocketAddress> addresses) {
        String hosts = addresses.stream().map(JdbcUrls::text).collect(Collectors.joining(","));
        return "jdbc:postgresql://" + hosts + "/" + Sql.DATABASE + COMMON
                + "&targetServerType=primary&hostRecheckSeconds=10";
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
