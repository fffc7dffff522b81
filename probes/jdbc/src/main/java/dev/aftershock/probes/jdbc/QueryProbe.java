package dev.aftershock.probes.jdbc;

import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs a query. Thread-safe. */
final class QueryProbe implements BlockingProbe {

    private static final int MOST_ROWS = 1000;

    private final int connections;
    private final Tools tools;
    private final Dialer dialer;
    private final Lanes lanes;
    private volatile boolean closed;

    QueryProbe(JdbcQuery settings, JdbcTarget target, ProbeContext context) {
        this.connections = settings.connections();
        this.tools = Tools.of(context);
        this.dialer = new Dialer(target, tools);
        Lanes.Size size = new Lanes.Size(
                connections, settings.reconnecting(), context.pace().deadline());
        this.lanes = new Lanes(size, settings.query(), dialer, tools);
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return connections;
    }

    @Override
    public void prepare() throws SQLException, InterruptedException {
        lanes.open();
    }

    @Override
    public Answer attempt(Attempt attempt) throws InterruptedException {
        return closed ? Answer.notSent("the probe is closed") : lanes.attempt(attempt, QueryProbe::query);
    }

    private static Answer query(int lane, Session session, Attempt attempt) {
        try {
            return session.ask(attempt.deadline(), QueryProbe::read);
        } catch (SQLException e) {
            Answer answer = SqlErrors.answerTo(e, session.gaveUp());
            session.drop();
            return answer;
        }
    }

    private static Answer read(PreparedStatement statement) throws SQLException {
        statement.setMaxRows(MOST_ROWS);
        if (statement.execute()) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    // Read to the end: a server may fail in the middle.
                    continue;
                }
            }
        }
        return Answer.OK;
    }

    @Override
    public void close() {
        closed = true;
        dialer.close();
        tools.hands().close();
    }
}
