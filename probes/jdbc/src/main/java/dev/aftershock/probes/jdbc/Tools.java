package dev.aftershock.probes.jdbc;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.ProbeContext;

/** What everything inside one probe shares. */
record Tools(String name, MonotonicClock clock, Hands hands) {

    static Tools of(ProbeContext context) {
        String name = "aftershock-probe-" + context.name();
        return new Tools(name, context.clock(), new Hands(name));
    }
}
