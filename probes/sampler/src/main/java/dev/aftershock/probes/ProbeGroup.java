package dev.aftershock.probes;

import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.MonotonicClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The probes of a run: one thread paces all of them, one reads what asynchronous ones are answered, and one meters when
 * this process was held up. Thread-safe.
 */
public final class ProbeGroup implements AutoCloseable {

    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final MonotonicClock clock;
    private final HiccupMeter hiccups;
    private final List<Sampler> samplers = new CopyOnWriteArrayList<>();
    private final Thread pacer = new Thread(this::pace, "aftershock-pacer");
    private Optional<EventLoop> loop = Optional.empty();
    private volatile boolean open = true;
    private volatile long rounds;

    /** A group without probes; its threads are daemons and run until {@link #close()}. */
    public ProbeGroup(MonotonicClock clock) {
        this.clock = clock;
        this.hiccups = new HiccupMeter(clock);
        pacer.setDaemon(true);
        pacer.start();
    }

    /** The loop that reads the answers of asynchronous probes; it runs from the first call on. */
    public synchronized EventLoop loop() {
        if (loop.isEmpty()) {
            loop = Optional.of(EventLoop.start(clock, hiccups::note));
        }
        return loop.get();
    }

    /**
     * Adds a probe that is to be sampled.
     *
     * @param name the probe's name, for thread names and messages
     * @return its sampler, which has not started
     */
    public Sampler add(String name, Probe probe, Pace pace, Sampling sampling) {
        Sampler sampler = new Sampler(this, new Sampler.Named(name, probe, pace), sampling, false);
        take(sampler);
        return sampler;
    }

    /** When this process did not run, as far as a meter that wants to wake every millisecond could see; in order. */
    public List<Moment> pauses() {
        return hiccups.pausesSince(Long.MIN_VALUE);
    }

    /** Those of the pauses that ended after an instant, in nanoseconds of the clock. */
    public List<Moment> pausesSince(long instant) {
        return hiccups.pausesSince(instant);
    }

    /** Ends its threads; stop the samplers before. Never throws. */
    @Override
    public synchronized void close() {
        open = false;
        LockSupport.unpark(pacer);
        hiccups.close();
        loop.ifPresent(EventLoop::close);
    }

    MonotonicClock clock() {
        return clock;
    }

    void take(Sampler sampler) {
        samplers.add(sampler);
    }

    void leave(Sampler sampler) {
        samplers.remove(sampler);
    }

    /** Has the pacing thread look again at who is due next. */
    void wake() {
        LockSupport.unpark(pacer);
    }

    /** Waits, for a second at most, until the pacing thread has noticed whatever was changed before. */
    void awaitRound() {
        long until = clock.nanos() + ROUND_NANOS;
        for (long seen = rounds; rounds < seen + 2 && pacer.isAlive() && clock.nanos() < until; ) {
            LockSupport.unpark(pacer);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void pace() {
        while (open) {
            Optional<Sampler> next = Optional.empty();
            long due = Long.MAX_VALUE;
            long now = clock.nanos();
            for (Sampler sampler : samplers) {
                long wanted = sampler.nextDue(now);
                if (wanted < due) {
                    due = wanted;
                    next = Optional.of(sampler);
                }
            }
            if (due > now) {
                // Whoever wakes it earlier wants it to look again.
                LockSupport.parkNanos(this, Math.min(IDLE_NANOS, due - now));
            } else {
                next.ifPresent(Sampler::fire);
            }
            rounds++;
        }
    }
}
