package dev.aftershock.probes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one probe on a schedule that never waits for an answer (an open loop).
 *
 * <p>Attempts are due on a grid of {@link Pace#every()}, each moved by a uniform jitter of up to a quarter of the spacing.
 * From the first bad answer on they may come closer together, see {@link Burst}. As many may be under way as fit into the
 * deadline, and no more than the probe allows; a slot that finds no room, or that this process itself missed by more than
 * one spacing, is {@link Outcome#NOT_SENT}: it is never made up for later. An attempt that throws is
 * {@link Outcome#FAIL_FAST}; an {@link Error} is the instrument's own fault and {@link Outcome#NOT_SENT}. A right answer
 * after the deadline stays {@link Outcome#OK}, with the time it really came.
 *
 * <p>The sampler neither prepares nor closes the probe. Unless it is endless, pacing ends when it is full and the samples
 * are refused, since they would not show the end of the run. Thread-safe; the thread of its {@link ProbeGroup} paces it.
 */
public final class Sampler implements AutoCloseable {

    /** The most samples that one sampler holds: 33 minutes at 1 ms, 5.5 hours at 10 ms. */
    public static final int MOST_SAMPLES = 2_000_000;

    private final String name;
    private final long every;
    private final long closest;
    private final long within;
    private final long hold;
    private final MonotonicClock clock;
    private final Sampling sampling;
    private final SampleLog log;
    private final Desk desk;
    private final ProbeGroup group;
    private final boolean alone;
    private final AtomicLong maxGap = new AtomicLong();
    private final AtomicLong lastBad = new AtomicLong(Long.MIN_VALUE / 2);
    private final AtomicLong lastSlow = new AtomicLong(Long.MIN_VALUE / 2);
    private volatile Optional<Schedule> schedule = Optional.empty();
    private volatile boolean pacing;
    private volatile boolean full;
    private long slot;

    /**
     * Makes a sampler with a group of its own, that has not started.
     *
     * @param name the probe's name, for thread names and messages
     * @param seed of the jitter
     */
    public Sampler(String name, Probe probe, Pace pace, MonotonicClock clock, long seed) {
        this(new ProbeGroup(clock), new Named(name, probe, pace), Sampling.evenly(seed), true);
    }

    Sampler(ProbeGroup group, Named what, Sampling sampling, boolean alone) {
        this.group = group;
        this.alone = alone;
        this.name = what.name();
        this.every = what.pace().every().toNanos();
        this.clock = group.clock();
        this.sampling = sampling;
        this.within = sampling.burst().map(burst -> burst.within().toNanos()).orElse(Long.MAX_VALUE);
        this.hold = sampling.burst().map(burst -> burst.hold().toNanos()).orElse(0L);
        this.log = new SampleLog(sampling.mostSamples());
        long wanted = hold == 0 ? every : Math.min(every, Math.max(every / Burst.PART, Burst.CLOSEST_NANOS));
        this.desk = Desk.of(new Desk.Task(name, what.pace(), wanted, clock, log, this::ended), what.probe());
        this.closest = Math.min(every, Math.max(wanted, desk.closest()));
        if (alone) {
            group.take(this);
        }
    }

    /** A probe under its name, with its pace. */
    record Named(String name, Probe probe, Pace pace) {}

    /**
     * Starts pacing; the first attempt is due within two spacings from now.
     *
     * @throws IllegalStateException when it was started before
     */
    public void start() {
        if (schedule.isPresent()) {
            throw new IllegalStateException("sampler '" + name + "' was started before");
        }
        long seed = sampling.seed() ^ name.hashCode();
        // Probes of a group begin at different phases, so that they do not all want to be sent at once.
        long phase = new SplittableRandom(seed).nextLong(every);
        schedule = Optional.of(new Schedule(clock.nanos() + every + phase, every, seed));
        pacing = true;
        group.wake();
    }

    /**
     * The samples finished so far, ordered by due; an unchanging view that is cheap to take.
     *
     * @throws IllegalStateException when the schedule outgrew what is held
     */
    public List<Sample> samples() {
        if (full) {
            throw new IllegalStateException("sampler '" + name + "' holds " + sampling.mostSamples()
                    + " samples, its limit, and stopped watching; use a larger 'every' or a shorter run");
        }
        return log.snapshot();
    }

    /**
     * The samples so far without any that are still awaited among them, so that their recovery can be told while sampling goes
     * on; ordered by due.
     *
     * @throws IllegalStateException when the schedule outgrew what is held
     */
    public List<Sample> settled() {
        long last = last().map(Sample::due).orElse(Long.MIN_VALUE);
        long open = log.oldestOpenDue();
        // What is due after these two may have been sent since, and be missing.
        long end = open == Long.MAX_VALUE ? last : open - 1;
        List<Sample> samples = samples();
        int count = samples.size();
        while (count > 0 && samples.get(count - 1).due() > end) {
            count--;
        }
        return samples.subList(0, count);
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
        if (pacing) {
            pacing = false;
            group.awaitRound();
        }
        desk.finish();
    }

    /** The same as {@link #stop()}, and its group forgets it; ends that as well when it is the sampler's own. */
    @Override
    public void close() {
        stop();
        group.leave(this);
        if (alone) {
            group.close();
        }
    }

    /** When the next attempt is due; never when it is not pacing. For the pacing thread. */
    long nextDue(long now) {
        if (!pacing) {
            return Long.MAX_VALUE;
        }
        Schedule own = schedule.orElseThrow();
        if (bursting(now)) {
            own.hasten(now, closest);
        }
        return own.due();
    }

    /** Makes the attempt that is due. For the pacing thread. */
    void fire() {
        Schedule own = schedule.orElseThrow();
        long due = own.due();
        long now = clock.nanos();
        maxGap.accumulateAndGet(now - due, Math::max);
        if (now - due > every) {
            desk.miss(slot++, due);
        } else {
            desk.send(slot++, due);
        }
        own.next(bursting(now) ? closest : every);
        desk.expire(now);
        if (!sampling.endless() && slot >= sampling.mostSamples()) {
            full = true;
            pacing = false;
        }
    }

    /**
     * Whether something was bad lately, or an answer is awaited for longer than a good one takes. Not when something took too long
     * lately or much is awaited: a system that is slow to answer is not asked more often, which could be what keeps it slow.
     */
    private boolean bursting(long now) {
        if (hold == 0 || now - lastSlow.get() < hold || desk.open() > Burst.MOST_OPEN) {
            return false;
        }
        long oldest = log.oldestOpenDue();
        return now - lastBad.get() < hold || (oldest != Long.MAX_VALUE && now - oldest > within);
    }

    private void ended(long due, long at, Outcome outcome) {
        boolean slow = outcome == Outcome.TIMEOUT || at - due > within;
        if (hold == 0 || outcome == Outcome.NOT_SENT || (!slow && outcome == Outcome.OK)) {
            return;
        }
        if (slow) {
            lastSlow.accumulateAndGet(at, Math::max);
        }
        long before = lastBad.getAndAccumulate(at, Math::max);
        if (at - before >= hold) {
            group.wake();
        }
    }
}
