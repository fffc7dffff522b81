package dev.aftershock.cli;

import dev.aftershock.engine.MonitorListener;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Sample;
import java.time.Instant;
import java.util.List;

/** Tells several listeners the same. */
record Listeners(List<MonitorListener> all) implements MonitorListener {

    @Override
    public void started(List<String> probes) {
        all.forEach(each -> each.started(probes));
    }

    @Override
    public void outage(String probe, Outage outage, Instant began) {
        all.forEach(each -> each.outage(probe, outage, began));
    }

    @Override
    public void samples(String probe, List<Sample> finished) {
        all.forEach(each -> each.samples(probe, finished));
    }

    @Override
    public void ledger(String probe, LedgerFindings findings) {
        all.forEach(each -> each.ledger(probe, findings));
    }

    @Override
    public void trouble(String subject, String reason) {
        all.forEach(each -> each.trouble(subject, reason));
    }
}
