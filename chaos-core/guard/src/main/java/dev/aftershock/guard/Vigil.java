package dev.aftershock.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the guard watches over, and for which reason something is to be healed now. Thread-safe. */
final class Vigil {

    private final Map<String, Held> orders = new LinkedHashMap<>();
    private final long leaseNanos;
    private long renewedAt;
    private String over = "";

    /** One order and the moment of its deadline. */
    private record Held(Order order, long deadline, boolean healedOnce) {}

    /** An order that is to be carried out now. */
    record Due(Order order, String why) {}

    Vigil(long leaseNanos, long now) {
        this.leaseNanos = leaseNanos;
        this.renewedAt = now;
    }

    synchronized void hold(Order order, long now) {
        orders.put(order.id(), new Held(order, now + order.withinMillis() * 1_000_000, false));
    }

    synchronized void release(String id) {
        orders.remove(id);
        notifyAll();
    }

    /**
     * It was healed. While the process that injects lives, its call may still be under way and act after that: so it is healed once
     * more when that process is gone, unless it was released before.
     */
    synchronized void healed(String id) {
        if (over.isEmpty()) {
            orders.computeIfPresent(id, (same, held) -> new Held(held.order(), held.deadline(), true));
        } else {
            release(id);
        }
    }

    synchronized void renew(long now) {
        renewedAt = now;
    }

    /** Nobody will renew any more. */
    synchronized void end(String why) {
        over = why;
        notifyAll();
    }

    /** Whether nothing is left to watch over, now or ever. */
    synchronized boolean done() {
        return !over.isEmpty() && orders.isEmpty();
    }

    /** What is due, the last first. */
    synchronized List<Due> due(long now) {
        List<Due> due = new ArrayList<>();
        for (Held held : orders.values()) {
            reason(held, now).ifPresent(why -> due.add(new Due(held.order(), why)));
        }
        Collections.reverse(due);
        return due;
    }

    private Optional<String> reason(Held held, long now) {
        if (!over.isEmpty()) {
            return Optional.of(over);
        }
        if (held.healedOnce()) {
            return Optional.empty();
        }
        if (now - renewedAt > leaseNanos) {
            return Optional.of("nobody renewed its lease for " + leaseNanos / 1_000_000_000 + " s");
        }
        return now > held.deadline()
                ? Optional.of("its deadline of " + held.order().withinMillis() / 1_000 + " s passed")
                : Optional.empty();
    }

    /** Waits for news, at most this long. */
    synchronized void await(long millis) throws InterruptedException {
        if (!done()) {
            wait(millis);
        }
    }
}
