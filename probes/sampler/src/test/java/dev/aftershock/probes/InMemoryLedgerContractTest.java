package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;

/** Holds the kit's own ledger to the contract. */
class InMemoryLedgerContractTest extends LedgerContract {

    @Override
    protected Subject subject(Path folder, MonotonicClock time) throws IOException {
        InMemoryStore store = new InMemoryStore();
        InMemoryLedger ledger = new InMemoryLedger(store, 4, folder.resolve("journal"), time);
        return new Subject() {
            @Override
            public Probe probe() {
                return ledger;
            }

            @Override
            public void next(Treatment treatment, Runnable onArrival) {
                store.next(treatment, onArrival);
            }

            @Override
            public void forget(int writer, long seq) {
                store.lose(new InMemoryStore.Id(writer, seq));
            }

            @Override
            public void end() {}
        };
    }
}
