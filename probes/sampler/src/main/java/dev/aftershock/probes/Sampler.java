package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one probe on a schedule that never waits for an answer (an open loop).
 *
 * <p>Attempts are due on a grid of {@link Pace#every()}, each moved by a uniform jitter of up to a quarter of the
 * spacing. As many may be under way as fit into the deadline, and no more than the probe allows; a slot that finds no
 * room, or that this process itself missed by more than one spacing, is {@link Outcome#NOT_SENT}: it is never made up
 * for later. An attempt that throws is {@link Outcome#FAIL_FAST}; an {@link Error} is the instrument's own fault and
 * {@link Outcome#NOT_SENT}. A right answer after the deadline stays {@link Outcome#OK}, with the time it really came.
 *
 * <p>The sampler neither prepares nor closes the probe. At most {@value #MOST_SAMPLES} samples are held; after that
 * pacing ends and the samples are refused, since they would not show the end of the run. Thread-safe.
 */
public final class Sampler implements AutoCloseable {

    /** The most samples that one sampler holds: 33 minutes at 1 ms, 5.5 hours at 10 ms. */
    public static final int MOST_SAMPLES = 2_000_000;

    private final String name;
    private final long every;
    private final MonotonicClock clock;
    private final long seed;
    private final int most;
    private final SampleLog log;
    private final Crew crew;
    private final Thread pacer;
    private final AtomicLong maxGap = new AtomicLong();
    private volatile boolean pacing;
    private volatile boolean full;

    /**
     * Makes a sampler that has not started.
     *
     * @param name the probe's name, for thread names and messages
     * @param seed of the jitter
     */
    public Sampler(String name, Probe probe, Pace pace, MonotonicClock clock, long seed) {
        this(name, probe, pace, clock, new Limits(seed, MOST_SAMPLES));
    }

    Sampler(String name, Probe probe, Pace pace, MonotonicClock clock, Limits limits) {
        this.name = name;
        this.every = pace.every().toNanos();
        this.clock = clock;
        this.seed = limits.seed();
        this.most = limits.mostSamples();
        this.log = new SampleLog(most);
        this.crew = new Crew(name, (BlockingProbe) probe, pace, clock, log);
        this.pacer = new Thread(this::pace, "aftershock-pacer-" + name);
        pacer.setDaemon(true);
    }

    /**
     * Starts pacing; the first attempt is due one spacing from now.
     *
     * @throws IllegalThreadStateException when it was started before
     */
    public void start() {
        pacing = true;
        pacer.start();
    }

    /**
     * The samples finished so far, ordered by due; an unchanging view that is cheap to take.
     *
     * @throws IllegalStateException when the schedule outgrew {@value #MOST_SAMPLES} samples
     */
    public List<Sample> samples() {
        if (full) {
            throw new IllegalStateException("sampler '" + name + "' holds " + most
                    + " samples, its limit, and stopped watching; use a larger 'every' or a shorter run");
        }
        return log.snapshot();
    }

    /** The finished sample that was due last; empty before the first answer. */
    public Optional<Sample> last() {
        return log.last();
    }

    /** The largest lateness of the schedule so far, in nanoseconds: how long this process was kept from looking. */
    public long maxGapNanos() {
        return maxGap.get();
    }

    /**
     * Ends pacing and waits for the answers under way, for at most the deadline and one second; what is still open then
     * becomes {@link Outcome#TIMEOUT}. An interrupted caller does not wait; attempts whose deadline has not passed then
     * become {@link Outcome#NOT_SENT}. Calling it again does nothing.
     */
    public void stop() {
        pacing = false;
        LockSupport.unpark(pacer);
        try {
            pacer.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        crew.finish();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private void pace() {
        Schedule schedule = new Schedule(clock.nanos() + every, every, seed);
        for (int slot = 0; slot < most; slot++) {
            long due = schedule.due(slot);
            sleepUntil(due);
            if (!pacing) {
                return;
            }
            take(slot, due);
        }
        full = true;
    }

    private void take(int slot, long due) {
        long late = clock.nanos() - due;
        maxGap.accumulateAndGet(late, Math::max);
        if (late > every) {
            log.put(slot, new Sample(due, due, due, Outcome.NOT_SENT, "the observer was paused"));
        } else {
            crew.send(slot, due);
        }
    }

    private void sleepUntil(long due) {
        for (long left = due - clock.nanos(); pacing && left > 0; left = due - clock.nanos()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** The jitter's seed and the most samples held. */
    record Limits(long seed, int mostSamples) {}
}
