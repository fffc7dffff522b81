package dev.aftershock.reports.files;

import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Every sample of every probe, one row each: plain while people and Allure can still read it as a table, else deflated. */
final class SamplesCsv {

    /** More samples than this are deflated. */
    static final int PLAIN_AT_MOST = 100_000;

    static final String PLAIN = "samples.csv";
    static final String DEFLATED = "samples.csv.gz";
    static final String HEADER = "probe,since_fault_s,due_ns,sent_ns,done_ns,latency_ns,outcome,state,detail\n";

    /** What most rows say is made once: there are millions of them. */
    private static final byte[] GOOD = cells(Outcome.OK.name(), "good");

    private static final byte[] SLOW = cells(Outcome.OK.name(), "slow");
    private static final Map<Outcome, byte[]> NOT_OK = Arrays.stream(Outcome.values())
            .collect(Collectors.toMap(
                    Function.identity(),
                    outcome -> cells(outcome.name(), outcome == Outcome.NOT_SENT ? "unobserved" : "bad")));

    private final RunView view;

    SamplesCsv(RunView view) {
        this.view = view;
    }

    /** Writes the one file, and takes the other away. */
    void write(Output output) throws IOException {
        int count = view.header().probes().stream()
                .mapToInt(probe -> view.samples(probe.name()).size())
                .sum();
        boolean plain = count <= PLAIN_AT_MOST;
        if (plain) {
            output.write(new Output.Kind("Samples", "text/csv", PLAIN), this::rows);
        } else {
            output.write(new Output.Kind("Samples", "application/gzip", DEFLATED), this::deflated);
        }
        output.remove(plain ? DEFLATED : PLAIN);
    }

    private void deflated(OutputStream out) throws IOException {
        try (OutputStream deflating = new Aside(new Fast(out))) {
            rows(deflating);
        }
    }

    /** A tenth larger than by default, in a third of the time. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, CsvRows.SIZE);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private void rows(OutputStream out) throws IOException {
        CsvRows rows = new CsvRows(out);
        rows.text(HEADER);
        boolean fault = view.assessment().fault().isPresent();
        long origin = view.origin();
        for (RunHeader.ProbeHeader probe : view.header().probes()) {
            byte[] name = cells(Clean.csv(probe.name()));
            for (Sample sample : view.samples(probe.name())) {
                rows.cells(name);
                // Empty when there was no fault to count from.
                if (fault) {
                    rows.seconds(sample.due() - origin);
                }
                row(rows.comma(), probe, sample);
            }
        }
        rows.flush();
    }

    private static void row(CsvRows rows, RunHeader.ProbeHeader probe, Sample sample) throws IOException {
        rows.number(sample.due()).comma().number(sample.sent()).comma();
        rows.number(sample.done()).comma().number(sample.latency()).comma();
        rows.cells(told(probe, sample));
        rows.text(sample.detail().isEmpty() ? "" : Clean.csv(sample.detail())).end();
    }

    private static byte[] told(RunHeader.ProbeHeader probe, Sample sample) {
        if (sample.outcome() != Outcome.OK) {
            return NOT_OK.get(sample.outcome());
        }
        return sample.latency() <= probe.series().within() ? GOOD : SLOW;
    }

    private static byte[] cells(String... cells) {
        return (String.join(",", cells) + ",").getBytes(StandardCharsets.UTF_8);
    }
}
