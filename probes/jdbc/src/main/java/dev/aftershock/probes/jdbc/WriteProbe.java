package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerEntry.Result;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Survivors;
import dev.aftershock.parts.Mask;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.LedgerJournal;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Writes numbered rows. Thread-safe. */
final class WriteProbe implements BlockingProbe, Ledger {

    private final int writers;
    private final Tools tools;
    private final MonotonicClock clock;
    private final Mask mask;
    private final LedgerTable table;
    private final Dialer dialer;
    private final Lanes lanes;
    private final Path file;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Optional<ReadBacks> readBacks;
    private volatile Optional<Scribe> scribe = Optional.empty();

    WriteProbe(JdbcLedger settings, JdbcTarget target, ProbeContext context) {
        this.writers = settings.writers();
        this.tools = Tools.of(context);
        this.clock = context.clock();
        this.mask = context.mask();
        String run = UUID.randomUUID().toString();
        this.table = new LedgerTable(settings.table(), run, context.seed());
        this.dialer = new Dialer(target, tools);
        Lanes.Size size =
                new Lanes.Size(writers, settings.reconnecting(), context.pace().deadline());
        this.lanes = new Lanes(size, table.insert(), dialer, tools);
        this.readBacks = settings.readBack() ? Optional.of(new ReadBacks(table, dialer, tools)) : Optional.empty();
        this.file =
                context.directory().resolve(context.name().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + run + ".ledger");
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.WRITE;
    }

    @Override
    public int concurrency() {
        return writers;
    }

    @Override
    public void prepare() throws SQLException, IOException, InterruptedException {
        scribe();
        table.makeReady(dialer, clock);
        lanes.open();
        readBacks.ifPresent(ReadBacks::start);
    }

    private synchronized Scribe scribe() throws IOException {
        if (scribe.isEmpty()) {
            scribe = Optional.of(new Scribe(LedgerJournal.create(file, mask), table, writers, clock));
        }
        return scribe.get();
    }

    @Override
    public Answer attempt(Attempt attempt) throws InterruptedException {
        if (closed.getCount() == 0) {
            return Answer.notSent("the probe is closed");
        }
        try {
            Optional<Scribe> made = scribe;
            Scribe recorded = made.isPresent() ? made.get() : scribe();
            return lanes.attempt(attempt, (writer, session, turn) -> write(recorded, writer, session, turn));
        } catch (IOException e) {
            return Answer.notSent("cannot make the journal: " + e.getMessage());
        }
    }

    private Answer write(Scribe recorded, int writer, Session session, Attempt attempt) {
        long seq;
        try {
            seq = recorded.invoked(writer);
        } catch (RuntimeException e) {
            // Without its record the write must not be sent.
            return Answer.notSent("cannot journal: " + e.getMessage());
        }
        try {
            Written written = session.ask(attempt.deadline(), insert -> {
                table.bind(insert, writer, seq);
                int rows = insert.executeUpdate();
                return new Written(rows, clock.nanos(), Warnings.takenFrom(insert));
            });
            return judge(recorded, new Write(writer, seq, session), written);
        } catch (SQLException e) {
            return judge(recorded, new Write(writer, seq, session), e);
        }
    }

    private Answer judge(Scribe recorded, Write write, Written written) {
        boolean warned = !written.warning().isEmpty();
        // A warning after the probe itself asked to cancel is the probe's doing, and promises nothing.
        boolean late = warned && write.session().gaveUp();
        Result result = written.rows() != 1 || late ? Result.INDET : warned ? Result.ACK_WARN : Result.ACK;
        recorded.answered(
                write.writer(),
                write.seq(),
                written.at(),
                result,
                write.session().node());
        if (result.acknowledged()) {
            readBacks.ifPresent(each -> each.acknowledged(write.writer(), write.seq(), written.at()));
        }
        if (late) {
            return Answer.timedOut("cancelled at the deadline: " + written.warning());
        }
        return written.rows() == 1 ? Answer.OK : Answer.failed("the insert made " + written.rows() + " rows, not 1");
    }

    private Answer judge(Scribe recorded, Write write, SQLException error) {
        long at = clock.nanos();
        Session session = write.session();
        boolean late = session.gaveUp();
        Result result = late ? Result.INDET : SqlErrors.resultOf(error);
        if (result != Result.REFUSED || !SqlErrors.keepsConnection(error)) {
            session.drop();
        }
        Answer answer = SqlErrors.answerTo(error, late);
        if (answer.outcome() != Outcome.TIMEOUT) {
            recorded.answered(write.writer(), write.seq(), at, result, session.node());
        }
        return answer;
    }

    @Override
    public List<LedgerEntry> entries() {
        return scribe.<List<LedgerEntry>>map(Scribe::entries).orElse(List.of());
    }

    @Override
    public Survivors survivors(Duration within) throws SQLException, InterruptedException {
        return new SettledRead(table, dialer, clock, closed).within(within);
    }

    @Override
    public List<ReadBack> reads() {
        return readBacks.map(ReadBacks::missed).orElse(List.of());
    }

    @Override
    public void close() {
        closed.countDown();
        readBacks.ifPresent(ReadBacks::close);
        dialer.close();
        tools.hands().close();
        scribe.ifPresent(Scribe::close);
    }

    private record Write(int writer, long seq, Session session) {}

    private record Written(int rows, long at, String warning) {}
}
