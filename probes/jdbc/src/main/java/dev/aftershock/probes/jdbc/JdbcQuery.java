package dev.aftershock.probes.jdbc;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;

/**
 * Settings of the probe {@code jdbc}: runs one query, again and again, on kept connections.
 *
 * <p>The answer is good when the query ends without error; up to 1000 rows are read. A connection on which a query
 * failed is replaced.
 *
 * @param target the database that must answer
 * @param query what to ask; it should change nothing
 * @param connections how many connections are kept, from 1 to 200
 * @param reconnecting how many of them may be opened at once, from 1 to 64
 */
public record JdbcQuery(
        @Setting("The database that must answer.") @Needs(JdbcTarget.class)
        String target,

        @Setting(value = "The query to run; it should change nothing.", byDefault = "SELECT 1")
        String query,

        @Setting(value = "How many connections are kept, from 1 to 200.", byDefault = "4")
        int connections,

        @Setting(value = "How many connections may be opened at once, from 1 to 64.", byDefault = "4")
        int reconnecting) {

    /** Checks the ranges. */
    public JdbcQuery {
        if (query.isBlank()) {
            throw new IllegalArgumentException("'query' is empty; expected one SQL statement such as SELECT 1");
        }
        Ranges.check("connections", connections, 200);
        Ranges.check("reconnecting", reconnecting, 64);
    }

    /** Makes {@code jdbc} probes. */
    public static final class Provider implements ProbeProvider<JdbcQuery> {

        @Override
        public String kind() {
            return "jdbc";
        }

        @Override
        public String summary() {
            return "Runs one query through JDBC on kept connections.";
        }

        @Override
        public Class<JdbcQuery> settings() {
            return JdbcQuery.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public Probe create(JdbcQuery settings, ProbeContext context) {
            return new QueryProbe(settings, context.targets().one(settings.target(), JdbcTarget.class), context);
        }
    }
}
