package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpOrders.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the {@code http-ledger} to the contract, beside a service of its own. */
class HttpLedgerContractTest extends LedgerContract {

    @Override
    protected Subject subject(Path folder, MonotonicClock time) throws IOException {
        HttpOrders orders = new HttpOrders();
        EventLoop loop = EventLoop.start(time, stall -> {});
        HttpLedger settings = new HttpLedger("it", "/orders", "/orders/{id}", Optional.empty());
        Pace pace = new Pace(Duration.ofMillis(20), Duration.ofSeconds(2));
        ProbeContext context = new ProbeContext("orders", pace, noTargets(), time, 1, folder, loop, Map.of());
        HttpWriteProbe probe = new HttpWriteProbe(settings, orders::base, context, 4);
        return new Subject() {
            @Override
            public Probe probe() {
                return probe;
            }

            @Override
            public void next(Treatment treatment, Runnable onArrival) {
                orders.next(Fate.valueOf(treatment.name()), onArrival);
            }

            @Override
            public void forget(int writer, long seq) {
                orders.forget(writer, seq);
            }

            @Override
            public void end() {
                orders.close();
                loop.close();
            }
        };
    }

    /** The probe is given its target, so it looks for none. */
    static Targets noTargets() {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                throw new IllegalStateException("no target is asked for");
            }
        };
    }
}
