package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.probes.SystemEvent;
import dev.aftershock.probes.SystemEvent.Kind;
import dev.aftershock.probes.SystemLog;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The part of the watched system that fails over; it lives beside the standby and knows nothing of experiments.
 *
 * <p>It asks the primary over the replication link. When the answers stay out for long enough, it fences the primary
 * out of band, promotes the standby, and never the other way round, so that no two members take writes. Later it makes
 * the lost member a standby again from a fresh copy. Thread-safe.
 */
public final class FailoverWatchdog implements SystemLog, AutoCloseable {

    private static final long NEVER = Long.MIN_VALUE;

    /** One slow answer is no reason to fail over, however slow it was: this machine may just have been busy. */
    private static final int FAILED_CHECKS = 2;

    private static final Duration GONE_BY_THEN = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(45);

    private final PostgresPair pair;
    private final WatchdogOptions options;
    private final MonotonicClock clock;
    private final EventLog log;
    private final Map<String, Long> allowedSince = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "aftershock-lab-watchdog");
    private volatile boolean closed;
    private volatile boolean whole = true;
    // The rest belongs to the watchdog's thread.
    private Optional<LinkCheck> check = Optional.empty();
    private long failingSince = NEVER;
    private int failedChecks;
    private boolean rejoining;
    // Whether the standby's data is whole, so that it may take over.
    private boolean heir = true;

    /** A watchdog for a started pair; it does nothing before {@link #start()}. */
    public FailoverWatchdog(PostgresPair pair, WatchdogOptions options, MonotonicClock clock) {
        this.pair = pair;
        this.options = options;
        this.clock = clock;
        this.log = new EventLog(clock);
        thread.setDaemon(true);
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    /**
     * Allows a dead or fenced member to come back, and returns at once. It comes back when its link to the primary
     * works. Harmless for a member that is in its place.
     */
    public void rejoin(String member) {
        allowedSince.put(pair.node(member).name(), clock.nanos());
    }

    /** Whether both members are in their places as far as the watchdog knows. */
    public boolean whole() {
        return whole
                && pair.node(pair.primary()).isAlive()
                && pair.node(pair.standby()).isAlive();
    }

    @Override
    public List<SystemEvent> events() {
        return log.events();
    }

    /** Stops watching; the servers are left as they are. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new LabException("the watchdog did not end within " + CLOSE_LIMIT.toSeconds() + " s");
        }
    }

    private void run() {
        try {
            while (!closed) {
                step();
                Poll.pause(options.every().toMillis());
            }
        } catch (LabException e) {
            if (!closed) {
                log.note(Kind.OTHER, pair.standby(), "the watchdog ended: " + e.getMessage());
            }
        } finally {
            forgetLink();
        }
    }

    private void step() {
        try {
            if (whole) {
                watch();
            } else {
                mend();
            }
        } catch (RuntimeException | SQLException | IOException e) {
            if (!closed) {
                log.noteOnce(pair.standby(), "tries again: " + e.getMessage());
            }
        }
    }

    private void watch() throws SQLException {
        if (!pair.node(pair.standby()).isAlive()) {
            leaveWatch();
            heir = false;
            log.note(Kind.OTHER, pair.standby(), "the standby is dead");
            return;
        }
        long begin = clock.nanos();
        if (link(pair.standby(), pair.primary()).answers(options.failoverAfter())) {
            failingSince = NEVER;
            failedChecks = 0;
            allowedSince.entrySet().removeIf(this::wasInItsPlace);
            return;
        }
        if (failingSince == NEVER) {
            failingSince = begin;
        }
        failedChecks++;
        long failing = clock.nanos() - failingSince;
        if (failedChecks >= FAILED_CHECKS && failing >= options.failoverAfter().toNanos() && !closed) {
            failOver(failing);
        }
    }

    /** A member that still lives a second after it was allowed back had not gone; one just killed is dead by then. */
    private boolean wasInItsPlace(Map.Entry<String, Long> allowed) {
        return pair.node(allowed.getKey()).isAlive() && clock.nanos() - allowed.getValue() > GONE_BY_THEN.toNanos();
    }

    private void failOver(long failingNanos) throws SQLException {
        String lost = pair.primary();
        String next = pair.standby();
        String reason = check.map(LinkCheck::failure).orElse("");
        log.note(Kind.DETECTED, lost, "no answer for " + failingNanos / 1_000_000 + " ms: " + reason);
        if (pair.node(lost).isAlive()) {
            // Nobody but this watchdog ends it, so this watchdog brings it back; a dead one waits until it is told.
            allowedSince.put(lost, clock.nanos());
        }
        pair.node(lost).kill();
        log.note(Kind.FENCED, lost, "all its processes are ended");
        leaveWatch();
        takeOver(next);
    }

    private void takeOver(String next) throws SQLException {
        pair.promoteStandby();
        heir = false;
        log.note(Kind.PROMOTED, next, "takes writes, without a standby");
    }

    private void leaveWatch() {
        whole = false;
        failingSince = NEVER;
        failedChecks = 0;
        rejoining = false;
        forgetLink();
    }

    private void mend() throws SQLException, IOException {
        String primary = pair.primary();
        String other = pair.standby();
        if (pair.node(primary).isAlive()) {
            if (mayRejoin(other) && link(other, primary).answers(options.failoverAfter())) {
                bringBack(other);
            }
        } else if (heir && pair.node(other).isAlive()) {
            takeOver(other);
        } else if (mayRejoin(primary)) {
            pair.restartPrimary();
            allowedSince.remove(primary);
            log.note(Kind.OTHER, primary, "started again on its own data, because no standby could take over");
        }
    }

    private void bringBack(String lost) throws SQLException, IOException {
        if (!rejoining) {
            rejoining = true;
            log.note(Kind.REJOINING, lost, "from a fresh copy of " + pair.primary());
        }
        forgetLink();
        pair.rebuildStandby();
        allowedSince.remove(lost);
        heir = true;
        whole = true;
        log.note(Kind.REDUNDANT, lost, "streams from " + pair.primary());
    }

    private boolean mayRejoin(String member) {
        return allowedSince.containsKey(member);
    }

    private LinkCheck link(String from, String to) {
        LinkCheck current = check.orElseGet(() -> new LinkCheck(pair.link(from, to), pair.admin(), clock));
        check = Optional.of(current);
        return current;
    }

    private void forgetLink() {
        check.ifPresent(LinkCheck::close);
        check = Optional.empty();
    }
}
