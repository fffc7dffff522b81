package dev.aftershock.reports.files;

import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.IOException;

/** Every sample of every probe, one row each. */
final class SamplesCsv {

    static final String HEADER = "probe,since_fault_s,due_ns,sent_ns,done_ns,latency_ns,outcome,state,detail\n";

    private final RunView view;

    SamplesCsv(RunView view) {
        this.view = view;
    }

    void write(Appendable out) throws IOException {
        out.append(HEADER);
        for (RunHeader.ProbeHeader probe : view.header().probes()) {
            for (Sample sample : view.samples(probe.name())) {
                row(out, probe, sample);
            }
        }
    }

    private void row(Appendable out, RunHeader.ProbeHeader probe, Sample sample) throws IOException {
        out.append(Clean.csv(probe.name())).append(',');
        out.append(sinceFault(sample.due())).append(',');
        number(out, sample.due());
        number(out, sample.sent());
        number(out, sample.done());
        number(out, sample.latency());
        out.append(sample.outcome().name()).append(',');
        out.append(state(probe, sample)).append(',');
        out.append(Clean.csv(sample.detail())).append('\n');
    }

    private static void number(Appendable out, long number) throws IOException {
        out.append(Long.toString(number)).append(',');
    }

    /** Empty when there was no fault to count from. */
    private String sinceFault(long at) {
        return view.assessment().fault().isPresent() ? Figures.decimal(at - view.origin(), 6) : "";
    }

    private static String state(RunHeader.ProbeHeader probe, Sample sample) {
        if (sample.outcome() == Outcome.NOT_SENT) {
            return "unobserved";
        }
        if (sample.outcome() != Outcome.OK) {
            return "bad";
        }
        return sample.latency() <= probe.series().within() ? "good" : "slow";
    }
}
