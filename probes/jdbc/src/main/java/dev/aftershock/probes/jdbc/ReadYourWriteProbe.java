package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a row, then reads it over another connection. Thread-safe. */
final class ReadYourWriteProbe implements BlockingProbe {

    private final int connections;
    private final Tools tools;
    private final MonotonicClock clock;
    private final LedgerTable table;
    private final Dialer writing;
    private final Dialer reading;
    private final Lanes writers;
    private final Lanes readers;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean closed;

    ReadYourWriteProbe(JdbcReadYourWrite settings, JdbcTarget written, JdbcTarget read, ProbeContext context) {
        this.connections = settings.connections();
        this.tools = Tools.of(context);
        this.clock = context.clock();
        this.table = new LedgerTable(settings.table(), UUID.randomUUID().toString(), context.seed());
        this.writing = new Dialer(written, tools);
        this.reading = new Dialer(read, tools);
        Lanes.Size size = new Lanes.Size(
                connections, settings.reconnecting(), context.pace().deadline());
        this.writers = new Lanes(size, table.insert(), writing, tools);
        this.readers = new Lanes(size, table.selectOne(), reading, tools);
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ_YOUR_WRITE;
    }

    @Override
    public int concurrency() {
        return connections;
    }

    @Override
    public void prepare() throws SQLException, InterruptedException {
        table.makeReady(writing, clock);
        writers.open();
        readers.open();
    }

    @Override
    public Answer attempt(Attempt attempt) throws InterruptedException {
        if (closed) {
            return Answer.notSent("the probe is closed");
        }
        long seq = written.getAndIncrement();
        Answer wrote = writers.attempt(attempt, (lane, session, turn) -> write(seq, session, turn));
        return wrote.equals(Answer.OK)
                ? readers.attempt(attempt, (lane, session, turn) -> read(seq, session, turn))
                : wrote;
    }

    private Answer write(long seq, Session session, Attempt attempt) {
        return asked(session, "write", () -> {
            int rows = session.ask(attempt.deadline(), insert -> {
                table.bind(insert, 0, seq);
                return insert.executeUpdate();
            });
            return rows == 1 ? Answer.OK : Answer.failed("the insert made " + rows + " rows, not 1");
        });
    }

    private Answer read(long seq, Session session, Attempt attempt) {
        return asked(session, "read", () -> {
            boolean seen = session.ask(attempt.deadline(), select -> table.sees(select, 0, seq));
            return seen ? Answer.OK : Answer.failed("the row was acknowledged, but a read right after did not find it");
        });
    }

    private static Answer asked(Session session, String what, Question question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            Answer answer = SqlErrors.answerTo(e, session.gaveUp());
            session.drop();
            return new Answer(answer.outcome(), what + ": " + answer.detail());
        }
    }

    @Override
    public void close() {
        closed = true;
        writing.close();
        reading.close();
        tools.hands().close();
    }

    private interface Question {
        Answer ask() throws SQLException;
    }
}
