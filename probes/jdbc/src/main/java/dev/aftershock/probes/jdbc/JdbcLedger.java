package dev.aftershock.probes.jdbc;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;

/**
 * Settings of the probe {@code jdbc-ledger}: inserts numbered rows, each in its own transaction, journals every answer,
 * and can later count which acknowledged rows are gone.
 *
 * <p>Each writer keeps one connection and a sequence of its own without gaps. An answer means:
 *
 * <ul>
 *   <li>acknowledged; with a warning if the driver reports an {@link java.sql.SQLWarning}, as for a cancelled wait for
 *       the standby;
 *   <li>refused, for SQLSTATE 25006 (read only), 53xxx (no resources) and 57P03 (starting or stopping): never applied;
 *   <li>unknown, for everything else: timeout, reset, any other error.
 * </ul>
 *
 * <p>A failure to connect sends nothing, so it leaves no trace in the ledger. While connections fail, one at a time is
 * tried; while they hang, a new one starts every {@code deadline / reconnecting}, which is then the spacing of what the
 * probe sees. Keep that below a tenth of the objective. Writers that wait for an answer cannot write, so the probe is
 * blind for a while after each silence begins unless there are at least {@code deadline / every} of them.
 *
 * <p>The table is made when it is absent, without any unique constraint, which would hide duplicates. Rows carry the
 * run's random id, so those of earlier runs never count; nothing is ever deleted, drop the table at will between runs.
 *
 * @param target the database to write to
 * @param table the table that takes the rows; a plain name or {@code schema.name}
 * @param writers how many writers there are, each with its own connection, from 1 to 200
 * @param reconnecting how many connections may be opened at once, from 1 to 64
 * @param readBack whether each acknowledged row is read back over one more connection, until it is seen or for 10 s, so
 *     that stale reads are told; up to 1024 rows wait for that, later ones are left out
 */
public record JdbcLedger(
        @Setting("The database to write to.") @Needs(JdbcTarget.class)
        String target,

        @Setting(value = "The table that takes the rows; made when it is absent.", byDefault = "aftershock_ledger")
        String table,

        @Setting(value = "How many writers there are, each with its own connection, from 1 to 200.", byDefault = "24")
        int writers,

        @Setting(value = "How many connections may be opened at once, from 1 to 64.", byDefault = "4")
        int reconnecting,

        @Setting(
                value = "Whether each acknowledged row is read back over one more connection, to tell stale reads.",
                byDefault = "false")
        boolean readBack) {

    /** Checks the name and the ranges. */
    public JdbcLedger {
        LedgerTable.checkName(table);
        Ranges.check("writers", writers, 200);
        Ranges.check("reconnecting", reconnecting, 64);
    }

    /** Makes {@code jdbc-ledger} probes. */
    public static final class Provider implements ProbeProvider<JdbcLedger> {

        @Override
        public String kind() {
            return "jdbc-ledger";
        }

        @Override
        public String summary() {
            return "Inserts numbered rows through JDBC and counts which acknowledged ones are lost.";
        }

        @Override
        public Class<JdbcLedger> settings() {
            return JdbcLedger.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public boolean keepsLedger() {
            return true;
        }

        @Override
        public Probe create(JdbcLedger settings, ProbeContext context) {
            return new WriteProbe(settings, context.targets().one(settings.target(), JdbcTarget.class), context);
        }
    }
}
