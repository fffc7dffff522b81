package dev.aftershock.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The toxics of one proxy, through every change of them; they survive its being disabled.
 *
 * <p>Changed by the control thread only; connections read them from their loops.
 */
final class LiveToxics {
    /** So many removed toxics still tell what they did. */
    private static final int MAX_REMOVED = 64;

    /** Brings the current toxics to every open connection; they have it when this returns. */
    interface Spread {
        void now() throws ApiError;
    }

    private final boolean udp;
    private final Spread spread;
    private final Deque<Toxic> removed = new ArrayDeque<>();
    private volatile Toxics all;
    private volatile List<Toxic> line = List.of();
    private long nextId;

    LiveToxics(Toxics first, boolean udp, Spread spread) {
        this.udp = udp;
        this.all = first;
        this.nextId = first.inOrder().size();
        this.spread = spread;
    }

    /** Those that answers list. */
    Toxics listed() {
        return all;
    }

    /** Those that connections have: the listed ones, and the limit of the whole proxy. */
    Toxics effective() {
        Toxics both = all;
        for (Toxic one : line) {
            both = both.with(one);
        }
        return both;
    }

    Toxic get(String name) throws ApiError {
        return all.find(name).orElseThrow(ApiError::toxicNotFound);
    }

    /** Adds a toxic, or one for each direction, to the proxy and to every open connection. */
    List<Toxic> add(Json body) throws ApiError {
        List<Toxic> added = ToxicInput.create(body, all, nextId);
        DatagramToxic.checkAll(added, udp);
        nextId += added.size();
        Toxics more = all;
        for (Toxic one : added) {
            more = more.with(one);
        }
        set(more);
        return added;
    }

    /** Changes a toxic; a request that only renews its lease leaves the connections alone. */
    Toxic update(Toxic current, Json body) throws ApiError {
        Toxic changed = ToxicInput.update(body, current);
        OwnFields own = OwnFields.of(body);
        ToxicLife life = current.life();
        Optional<Schedule> schedule = Schedule.read(own, current.type(), life.schedule());
        life.lease(Lease.read(own, life.lease()));
        life.schedule(schedule);
        boolean renewalOnly =
                own.has("ttlMs") && !own.has("attributes") && !own.has("toxicity") && !own.has("schedule");
        if (!renewalOnly) {
            set(all.replaced(changed.atStrength(life.strengthAt(Nanos.now()))));
        }
        return changed;
    }

    /** Brings each toxic to where its schedule is now. */
    void moveOn(long nowNanos) throws ApiError {
        Toxics moved = all;
        for (Toxic toxic : all.inOrder()) {
            double strength = toxic.life().strengthAt(nowNanos);
            if (strength != toxic.settings().strength()) {
                moved = moved.replaced(toxic.atStrength(strength));
            }
        }
        if (moved != all) {
            set(moved);
        }
    }

    /** Removes those that {@code which} picks. */
    void remove(Predicate<Toxic> which) throws ApiError {
        List<Toxic> gone = all.inOrder().stream().filter(which).toList();
        if (gone.isEmpty()) {
            return;
        }
        gone.forEach(removed::addFirst);
        while (removed.size() > MAX_REMOVED) {
            removed.removeLast();
        }
        set(new Toxics(all.inOrder().stream().filter(which.negate()).toList()));
    }

    /** What the toxic of that name did, or the last one of that name that was removed. */
    ToxicEvidence evidence(String name) throws ApiError {
        return Stream.concat(all.inOrder().stream(), removed.stream())
                .filter(toxic -> toxic.name().equals(name))
                .findFirst()
                .orElseThrow(ApiError::toxicNotFound)
                .life()
                .effects()
                .evidence();
    }

    /** Sets the limit of the whole proxy: another rate changes it in place, another line replaces it. */
    void limit(Optional<ProxyBandwidth> before, Optional<ProxyBandwidth> now, TokenBuckets buckets) throws ApiError {
        if (before.equals(now)) {
            return;
        }
        boolean sameLine = before.map(ProxyBandwidth::shared).equals(now.map(ProxyBandwidth::shared));
        if (now.isEmpty()) {
            line = List.of();
        } else if (sameLine) {
            Settings rate = PacedLine.rate(now.get());
            line = line.stream().map(toxic -> toxic.changed(1, rate)).toList();
        } else {
            line = PacedLine.toxics(now.get(), buckets.of(now.get().shared()), nextId++);
        }
        spread.now();
    }

    private void set(Toxics changed) throws ApiError {
        all = changed;
        spread.now();
    }
}
