package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The faults of a run that must be healed, the last injected first. Thread-safe, and nobody has to wait for a lock: what heals
 * in an emergency must not depend on a thread that is stuck.
 */
final class ActiveFaults {

    private final Deque<Active> faults = new ConcurrentLinkedDeque<>();

    /** A fault that may act; whoever takes it heals it. */
    record Active(
            String step, String id, String kind, PreparedFault fault, AtomicBoolean taken, CountDownLatch healed) {

        Active(String step, String id, String kind, PreparedFault fault) {
            this(step, id, kind, fault, new AtomicBoolean(), new CountDownLatch(1));
        }

        /** Whether it is now for the caller to heal, and nobody else's. */
        boolean take() {
            return taken.compareAndSet(false, true);
        }

        /** Whoever takes it next heals it. */
        void release() {
            taken.set(false);
        }

        /** The same fault, to be healed once more. */
        Active again() {
            return new Active(step, id, kind, fault);
        }
    }

    void add(Active fault) {
        faults.push(fault);
    }

    /** How many nobody has taken. */
    int waiting() {
        return untaken().size();
    }

    /** Those that nobody has taken, the last injected first. */
    List<Active> untaken() {
        return faults.stream().filter(fault -> !fault.taken().get()).toList();
    }

    /** Takes the last injected fault of those that nobody has taken. */
    Optional<Active> takeLast(Predicate<Active> which) {
        return faults.stream().filter(which).filter(Active::take).findFirst();
    }

    /** The fault that was taken is healed as far as it could be. */
    void healed(Active fault) {
        faults.remove(fault);
        fault.healed().countDown();
    }

    /** Waits until what others took is healed; false when that took longer than the bound. */
    boolean awaitOthers(MonotonicClock clock, Duration bound) throws InterruptedException {
        long deadline = clock.nanos() + bound.toNanos();
        for (Active fault : faults) {
            if (!fault.healed().await(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }
}
