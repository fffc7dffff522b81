package dev.aftershock.engine;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeClass;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes to a {@link ToySystem} that may forget the newest writes, or not tell what it kept. */
final class ToyLedger implements ProbeProvider<ToyLedger.Writing> {

    static final Pace PACE = new Pace(Duration.ofMillis(4), Duration.ofMillis(200));

    final List<LedgerEntry> entries = new CopyOnWriteArrayList<>();
    final ToySystem toy;

    /** How many of the last writes are gone when it is asked what it kept. */
    volatile int forgotten;

    volatile boolean mute;

    ToyLedger(ToySystem toy) {
        this.toy = toy;
    }

    record Writing(
            @Setting("Where to write.") @Needs(ToySystem.class)
            String target) {}

    static ProbeSpec spec() {
        return new ProbeSpec("writing", new PartSpec("toy-writes", new Writing("toy")), PACE);
    }

    @Override
    public String kind() {
        return "toy-writes";
    }

    @Override
    public String summary() {
        return "Writes to a toy.";
    }

    @Override
    public Class<Writing> settings() {
        return Writing.class;
    }

    @Override
    public boolean keepsLedger() {
        return true;
    }

    @Override
    public Probe create(Writing settings, ProbeContext context) {
        return new Writer(context.clock());
    }

    private final class Writer implements BlockingProbe, Ledger {

        private final MonotonicClock clock;

        Writer(MonotonicClock clock) {
            this.clock = clock;
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.WRITE;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public void prepare() {
            // It can always write.
        }

        @Override
        public Answer attempt(Attempt attempt) {
            long now = clock.nanos();
            boolean up = toy.up;
            LedgerEntry.Result result = up ? LedgerEntry.Result.ACK : LedgerEntry.Result.REFUSED;
            entries.add(new LedgerEntry(0, entries.size() + 1, 7, now, clock.nanos(), result, ""));
            return up ? Answer.OK : Answer.failed("the toy takes no writes");
        }

        @Override
        public List<LedgerEntry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public List<Survivor> survivors(Duration within) throws IOException {
            if (mute) {
                throw new IOException("nobody answers");
            }
            List<LedgerEntry> kept = entries.stream()
                    .filter(entry -> entry.result().acknowledged())
                    .toList();
            return kept.subList(0, Math.max(0, kept.size() - forgotten)).stream()
                    .map(entry -> new Survivor(entry.writer(), entry.seq(), entry.hash(), 1))
                    .toList();
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
