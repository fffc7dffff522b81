package dev.aftershock.proxy;

import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends faults whose lease is over, and brings those with a schedule to where it is. Who holds what is written only on the faults themselves, so nothing can disagree; this
 * keeps one timer, for what comes first. For the control thread only.
 */
final class Leases {
    private static final long BUSY_RETRY_MILLIS = 50;
    private static final long FAILED_RETRY_MILLIS = 1_000;

    private final ProxyCollection proxies;
    private final Loops loops;
    private final ExecutorService control;
    private @Nullable Future<?> timer;
    private long watchedDueNanos = Lease.NEVER;

    Leases(ProxyCollection proxies, Loops loops, ExecutorService control) {
        this.proxies = proxies;
        this.loops = loops;
        this.control = control;
    }

    /** To be called after every change: sets the timer for what ends first now. */
    void watch() {
        long due = proxies.earliestDueNanos();
        if (due == watchedDueNanos) {
            return;
        }
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
        watchedDueNanos = due;
        if (due != Lease.NEVER) {
            timer = loops.later(this::submitSweep, Math.max(0, due - Nanos.now()));
        }
    }

    /** On a loop: the sweep itself may have to wait for loops. */
    private void submitSweep() {
        try {
            control.execute(this::sweep);
        } catch (RejectedExecutionException busyOrClosing) {
            if (!control.isShutdown()) {
                loops.later(this::submitSweep, TimeUnit.MILLISECONDS.toNanos(BUSY_RETRY_MILLIS));
            }
        }
    }

    private void sweep() {
        long now = Nanos.now();
        for (FaultProxy proxy : proxies.all()) {
            try {
                proxy.endFaults(lease -> lease.isOver(now));
                proxy.toxics().moveOn(now);
            } catch (ApiError notNow) {
                proxy.retryEnablingAt(Nanos.now() + TimeUnit.MILLISECONDS.toNanos(FAILED_RETRY_MILLIS));
            }
        }
        watchedDueNanos = Lease.NEVER;
        watch();
    }

    /** Gives everything that carries {@code id} {@code ttlMillis} from now. */
    void renew(String id, long ttlMillis) throws ApiError {
        boolean any = false;
        for (FaultProxy proxy : proxies.all()) {
            any |= proxy.renew(id, ttlMillis);
        }
        require(any);
    }

    /** Ends everything that carries {@code id} now; every proxy is tried, then the first failure is told. */
    void end(String id) throws ApiError {
        require(all().containsKey(id));
        List<ApiError> failures = new ArrayList<>();
        for (FaultProxy proxy : proxies.all()) {
            try {
                proxy.endFaults(lease -> lease.is(id));
            } catch (ApiError e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static void require(boolean any) throws ApiError {
        if (!any) {
            throw new ApiError(404, "lease not found");
        }
    }

    /** One lease, as an object. */
    String json(String id) throws ApiError {
        String one = all().get(id);
        require(one != null);
        return String.valueOf(one);
    }

    /** Every lease by id, in order. */
    String json() {
        StringBuilder out = new StringBuilder();
        all().forEach((id, one) -> out.append(out.length() == 0 ? "" : ",")
                .append(JsonWriter.quote(id))
                .append(':')
                .append(one));
        return "{" + out + "}";
    }

    private Map<String, String> all() {
        Map<String, LeaseView> views = new TreeMap<>();
        long now = Nanos.now();
        for (FaultProxy proxy : proxies.all()) {
            proxy.forEachLease(
                    (lease, toxic) -> lease.id().ifPresent(id -> views.computeIfAbsent(id, fresh -> new LeaseView())
                            .add(lease.remainingMillis(now), proxy.name(), toxic)));
        }
        Map<String, String> texts = new TreeMap<>();
        views.forEach((id, view) -> texts.put(id, view.json()));
        return texts;
    }

    /** What one lease holds. */
    private static final class LeaseView {
        private final StringBuilder holds = new StringBuilder();
        private long remainingMillis = Long.MAX_VALUE;

        void add(long remaining, String proxy, String toxic) {
            remainingMillis = Math.min(remainingMillis, remaining);
            holds.append(holds.length() == 0 ? "" : ",").append("{\"proxy\":").append(JsonWriter.quote(proxy));
            if (!toxic.isEmpty()) {
                holds.append(",\"toxic\":").append(JsonWriter.quote(toxic));
            }
            holds.append('}');
        }

        String json() {
            return "{\"remainingMs\":" + remainingMillis + ",\"holds\":[" + holds + "]}";
        }
    }
}
