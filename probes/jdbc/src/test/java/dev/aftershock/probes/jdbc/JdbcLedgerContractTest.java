package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.LedgerContract;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.jdbc.FakeDatabase.Insert;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Holds the ledger to its contract beside a database that keeps its rows in memory. */
class JdbcLedgerContractTest extends LedgerContract {

    private static final String RESET = "08006";
    private static final String READ_ONLY = "25006";

    @Override
    protected Subject subject(Path folder, MonotonicClock time) throws SQLException {
        FakeDatabase database = new FakeDatabase();
        Targets targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(database)));
            }
        };
        Pace pace = new Pace(Duration.ofMillis(10), Duration.ofMillis(400));
        ProbeGroup group = new ProbeGroup(time);
        ProbeContext context = new ProbeContext("writes", pace, targets, time, 1, folder, group.loop(), Map.of());
        JdbcLedger settings = new JdbcLedger("db", "aftershock_ledger", 4, 4, true);
        return new Beside(database, group, new JdbcLedger.Provider().create(settings, context));
    }

    private record Beside(FakeDatabase database, ProbeGroup group, Probe probe) implements Subject {

        @Override
        public void next(Treatment treatment, Runnable onArrival) {
            Insert answer = insert(treatment);
            database.inserts.add(fake -> {
                onArrival.run();
                return answer.on(fake);
            });
        }

        private static Insert insert(Treatment treatment) {
            Insert silence = Insert.afterAbort(Insert.failing(RESET));
            return switch (treatment) {
                case APPLY -> Insert.applied();
                case APPLY_IN_SILENCE -> after(Insert.applied(), silence);
                case DROP_IN_SILENCE -> silence;
                case REFUSE -> Insert.failing(READ_ONLY);
                case APPLY_AND_FAIL -> after(Insert.applied(), Insert.failing(RESET));
            };
        }

        private static Insert after(Insert first, Insert second) {
            return fake -> {
                first.on(fake);
                return second.on(fake);
            };
        }

        @Override
        public void forget(int writer, long seq) {
            database.rows.removeIf(row -> row.subList(1, 3).equals(List.<Object>of(writer, seq)));
        }

        @Override
        public void end() throws SQLException {
            group.close();
            database.close();
        }
    }
}
