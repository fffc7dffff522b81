package dev.aftershock.probes.jdbc;

import dev.aftershock.parts.Secret;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.ProbeContract;
import java.net.InetSocketAddress;
import java.util.Map;

/** All probes beside sockets that say nothing, with PostgreSQL's own driver. */
class JdbcProbeContractTest extends ProbeContract {

    @Override
    protected Class<?> module() {
        return JdbcQuery.class;
    }

    @Override
    protected Map<String, Fixture> fixtures() {
        return Map.of(
                "jdbc", new Fixture(Map.of("target", "db"), JdbcProbeContractTest::target),
                "jdbc-ledger", new Fixture(Map.of("target", "db", "writers", "2"), JdbcProbeContractTest::target),
                "jdbc-read-your-write",
                        new Fixture(Map.of("target", "db", "connections", "2"), JdbcProbeContractTest::target));
    }

    private static Object target(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return new Login("jdbc:postgresql://" + host + ":" + address.getPort() + "/db?sslmode=disable");
    }

    private record Login(String url) implements JdbcTarget {
        @Override
        public String user() {
            return "probe";
        }

        @Override
        public Secret password() {
            return new Secret("secret");
        }
    }
}
