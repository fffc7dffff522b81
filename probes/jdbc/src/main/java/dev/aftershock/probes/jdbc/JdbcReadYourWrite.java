package dev.aftershock.probes.jdbc;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.util.Optional;

/**
 * Settings of the probe {@code jdbc-read-your-write}: inserts a row and, once that is acknowledged, reads it over another
 * connection, as a user does who reloads the page after saving.
 *
 * <p>An attempt is good when the row is found within its deadline; it is read once. Reads often recover at another time
 * than writes, and find old data for longer than either. The rows are those of {@code jdbc-ledger}, under a run id of their
 * own, and are never judged as a ledger.
 *
 * @param target the database to write to
 * @param reader the database to read from; left out, the one that is written to
 * @param table the table that takes the rows; made when it is absent
 * @param connections how many connections are kept to each, from 1 to 200
 * @param reconnecting how many of them may be opened at once, from 1 to 64
 */
public record JdbcReadYourWrite(
        @Setting("The database to write to.") @Needs(JdbcTarget.class)
        String target,

        @Setting("The database to read from; left out, the one that is written to.") @Needs(JdbcTarget.class)
        Optional<String> reader,

        @Setting(value = "The table that takes the rows; made when it is absent.", byDefault = "aftershock_ledger")
        String table,

        @Setting(value = "How many connections are kept to each, from 1 to 200.", byDefault = "8")
        int connections,

        @Setting(value = "How many connections may be opened at once, from 1 to 64.", byDefault = "4")
        int reconnecting) {

    /** Checks the name and the ranges. */
    public JdbcReadYourWrite {
        LedgerTable.checkName(table);
        Ranges.check("connections", connections, 200);
        Ranges.check("reconnecting", reconnecting, 64);
    }

    /** Makes {@code jdbc-read-your-write} probes. */
    public static final class Provider implements ProbeProvider<JdbcReadYourWrite> {

        @Override
        public String kind() {
            return "jdbc-read-your-write";
        }

        @Override
        public String summary() {
            return "Inserts a row through JDBC and reads it right after over another connection.";
        }

        @Override
        public Class<JdbcReadYourWrite> settings() {
            return JdbcReadYourWrite.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public Probe create(JdbcReadYourWrite settings, ProbeContext context) {
            JdbcTarget written = context.targets().one(settings.target(), JdbcTarget.class);
            JdbcTarget read = context.targets().one(settings.reader().orElse(settings.target()), JdbcTarget.class);
            return new ReadYourWriteProbe(settings, written, read, context);
        }
    }
}
