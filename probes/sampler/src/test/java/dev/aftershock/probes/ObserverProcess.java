package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Observations;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A sampler in a Java process of its own, which can be stopped, made to collect garbage, and asked what it saw. */
final class ObserverProcess implements AutoCloseable {

    private static final int MOST_SECONDS = 120;
    private static final int CLOCK_READINGS = 100;

    private final MonotonicClock clock;
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final Moment offset;

    /** What to observe with: MiB of small objects held, which make full collections long. */
    record Settings(Pace pace, int ballastMebibytes) {}

    ObserverProcess(InetSocketAddress server, Settings settings, MonotonicClock clock) throws IOException {
        this.clock = clock;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ObserverMain.class.getName(),
                        String.valueOf(server.getPort()),
                        String.valueOf(settings.pace().every().toMillis()),
                        String.valueOf(settings.pace().deadline().toMillis()),
                        String.valueOf(settings.ballastMebibytes()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Whatever happens, it does not outlive the test by much, and no read waits for longer.
        CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.offset = offset();
    }

    /** By how much its clock is ahead of ours; the bounds of many exchanges, cut down to what all of them allow. */
    private Moment offset() throws IOException {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long asked = clock.nanos();
            orders.println("time");
            long its = Long.parseLong(answer());
            long answered = clock.nanos();
            least = Math.max(least, its - answered);
            most = Math.min(most, its - asked);
        }
        return new Moment(least, most);
    }

    /** A moment of our clock in its clock. */
    Moment inItsClock(Moment ours) {
        return new Moment(ours.earliest() + offset.earliest(), ours.latest() + offset.latest());
    }

    /** How well the two clocks are joined, in nanoseconds. */
    long clockUncertainty() {
        return offset.latest() - offset.earliest();
    }

    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Orders a full collection without waiting for it. */
    void collect() {
        orders.println("collect");
    }

    /** When the ordered collection began and ended, in its clock. */
    Moment collected() throws IOException {
        String[] words = answer().split(" ");
        return new Moment(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** Ends observing; everything that was seen, in its clock. */
    Observations seen() throws IOException {
        orders.println("samples");
        List<Sample> samples = new ArrayList<>();
        List<Moment> pauses = new ArrayList<>();
        for (String line = answer(); !line.startsWith("end"); line = answer()) {
            String[] words = line.split(" ");
            if (words[0].equals("pause")) {
                pauses.add(new Moment(Long.parseLong(words[1]), Long.parseLong(words[2])));
                continue;
            }
            samples.add(new Sample(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Outcome.valueOf(words[3])));
        }
        return new Observations(samples, pauses);
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the observer ended, or was ended after " + MOST_SECONDS + " s");
        }
        return line;
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill " + signal + " of the observer failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            answers.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
