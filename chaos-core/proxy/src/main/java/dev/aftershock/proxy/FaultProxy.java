package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: a listen address, an upstream address, and toxics that survive being disabled.
 *
 * <p>Changed by the control thread only; connections read the upstream and the toxics from their loops.
 */
final class FaultProxy {
    private final String name;
    private final Services services;
    private final AtomicLong connectionIndex = new AtomicLong();
    private final Traffic traffic = new Traffic();
    private final ConnectionLog log = new ConnectionLog();
    private volatile String upstream;
    private volatile Toxics toxics;
    private String listen;
    private volatile ProxyExtras extras;
    private volatile List<Toxic> line = List.of();
    private @Nullable Listener listener;
    private long nextToxicId;

    FaultProxy(ProxyInput input, Services services) {
        this.name = input.name();
        this.listen = input.listen();
        this.upstream = input.upstream();
        this.extras = input.extras();
        this.toxics = input.toxics();
        this.nextToxicId = toxics.inOrder().size();
        this.services = services;
        this.line = lineOf(Optional.empty());
    }

    /** Listens, unless it does already. */
    void start() throws ApiError {
        if (listener == null) {
            Listener opened = open();
            listener = opened;
            listen = opened.address();
        }
        lease(Optional.empty());
    }

    private Listener open() throws ApiError {
        InetSocketAddress address;
        try {
            address = services.names().listenAddress(listen);
        } catch (ApiError e) {
            throw new ApiError(e.status(), "listen tcp: " + e.text());
        }
        return Listener.open(this, address);
    }

    /** Refuses new connections and closes the open ones; harmless when already stopped. */
    void stop() throws ApiError {
        stopAll(List.of(this));
    }

    /** Stops several proxies at the same moment. */
    static void stopAll(Collection<FaultProxy> proxies) throws ApiError {
        List<Listener> open = new ArrayList<>();
        for (FaultProxy proxy : proxies) {
            Listener one = proxy.listener;
            if (one != null) {
                proxy.listener = null;
                open.add(one);
            }
        }
        Listener.closeAll(open);
    }

    boolean isEnabled() {
        return listener != null;
    }

    Optional<Lease> lease() {
        return extras.lease();
    }

    /** Sets when a disabled proxy is enabled again. */
    void lease(Optional<Lease> changed) {
        extras = extras.leased(changed);
    }

    /** Whether {@code input} asks for another address: the only change that cuts connections. */
    boolean differs(ProxyInput input) throws ApiError {
        String resolved = HostPort.print(services.names().listenAddress(input.listen()));
        return !resolved.equals(listen) || !input.upstream().equals(upstream);
    }

    void update(ProxyInput input) throws ApiError {
        if (differs(input)) {
            stop();
            listen = input.listen();
            upstream = input.upstream();
        }
        setExtras(input.extras());
        if (input.enabled()) {
            start();
        } else {
            stop();
        }
    }

    private void setExtras(ProxyExtras changed) throws ApiError {
        Optional<ProxyBandwidth> before = extras.bandwidth();
        extras = changed;
        if (!changed.bandwidth().equals(before)) {
            line = lineOf(before);
            changeToxics(toxics);
        }
    }

    /** The limit of the whole proxy as toxics: another rate leaves them the same ones, another line does not. */
    private List<Toxic> lineOf(Optional<ProxyBandwidth> before) {
        Optional<ProxyBandwidth> now = extras.bandwidth();
        if (now.isEmpty()) {
            return List.of();
        }
        boolean same = before.map(ProxyBandwidth::shared).equals(now.map(ProxyBandwidth::shared));
        return same
                ? line.stream()
                        .map(toxic -> toxic.changed(1, Map.of("rate", now.get().rate())))
                        .toList()
                : PacedLine.toxics(now.get(), services.buckets().of(now.get().shared()), nextToxicId++);
    }

    /** Adds a toxic, or one for each direction, to the proxy and to every open connection. */
    List<Toxic> addToxics(Json body) throws ApiError {
        List<Toxic> added = ToxicInput.create(body, toxics, nextToxicId);
        nextToxicId += added.size();
        Toxics all = toxics;
        for (Toxic one : added) {
            all = all.with(one);
        }
        changeToxics(all);
        return added;
    }

    /** Changes a toxic; a request that only renews its lease leaves the connections alone. */
    Toxic updateToxic(Toxic current, Json body) throws ApiError {
        Toxic changed = ToxicInput.update(body, current);
        OwnFields own = OwnFields.of(body);
        Optional<Lease> lease = Lease.read(own, current.life().lease());
        current.life().lease(lease);
        if (!own.has("ttlMs") || own.has("attributes") || own.has("toxicity")) {
            changeToxics(toxics.replaced(changed));
        }
        return changed;
    }

    /** Removes the toxics, and enables the proxy again, whose lease is among {@code over}. */
    void endFaults(Predicate<Lease> over) throws ApiError {
        List<Toxic> kept = toxics.inOrder().stream()
                .filter(toxic -> toxic.life().lease().filter(over).isEmpty())
                .toList();
        if (kept.size() < toxics.inOrder().size()) {
            changeToxics(new Toxics(kept));
        }
        if (extras.lease().filter(over).isPresent()) {
            start();
        }
    }

    /** Gives what carries {@code id} more time; false if nothing does. */
    boolean renew(String id, long ttlMillis) {
        boolean any = extras.lease().filter(lease -> lease.is(id)).isPresent();
        if (any) {
            lease(extras.lease().map(lease -> lease.renewed(ttlMillis)));
        }
        for (Toxic toxic : toxics.inOrder()) {
            Optional<Lease> lease = toxic.life().lease();
            if (lease.filter(held -> held.is(id)).isPresent()) {
                toxic.life().lease(lease.map(held -> held.renewed(ttlMillis)));
                any = true;
            }
        }
        return any;
    }

    /** Lets a proxy that could not be enabled again try once more later. */
    void retryEnablingAt(long dueNanos) {
        lease(extras.lease().map(lease -> new Lease(lease.id(), lease.ttlMillis(), dueNanos)));
    }

    /** Each lease with the name of the toxic that it is on, or the empty name for the proxy itself. */
    void forEachLease(BiConsumer<Lease, String> visitor) {
        extras.lease().ifPresent(lease -> visitor.accept(lease, ""));
        toxics.inOrder().forEach(toxic -> toxic.life().lease().ifPresent(lease -> visitor.accept(lease, toxic.name())));
    }

    /** The end of the lease that ends first, or {@link Lease#NEVER}. */
    long earliestDueNanos() {
        long due = Lease.due(extras.lease());
        for (Toxic toxic : toxics.inOrder()) {
            due = Math.min(due, Lease.due(toxic.life().lease()));
        }
        return due;
    }

    String name() {
        return name;
    }

    void removeToxic(Toxic toxic) throws ApiError {
        changeToxics(toxics.without(toxic.name()));
    }

    void removeAllToxics() throws ApiError {
        changeToxics(Toxics.NONE);
    }

    private void changeToxics(Toxics changed) throws ApiError {
        toxics = changed;
        Listener open = listener;
        if (open != null) {
            open.reconcile();
        }
    }

    Toxic toxic(String toxicName) throws ApiError {
        return toxics.find(toxicName).orElseThrow(ApiError::toxicNotFound);
    }

    Toxics toxics() {
        return toxics;
    }

    /** The toxics that connections have: those that answers list, and the limit of the whole proxy. */
    Toxics toxicsAndLine() {
        Toxics all = toxics;
        for (Toxic one : line) {
            all = all.with(one);
        }
        return all;
    }

    ProxyExtras extras() {
        return extras;
    }

    ConnectionLog log() {
        return log;
    }

    Traffic traffic() {
        return traffic;
    }

    /** The proxy as a request would describe it. */
    ProxyInput asInput() {
        return new ProxyInput(name, listen, upstream, listener != null, extras, toxics);
    }

    /** The stray {@code Logger} is Toxiproxy's. */
    String json() {
        return "{\"name\":" + JsonWriter.quote(name)
                + ",\"listen\":" + JsonWriter.quote(listen)
                + ",\"upstream\":" + JsonWriter.quote(upstream)
                + ",\"enabled\":" + (listener != null)
                + ",\"Logger\":{},\"toxics\":" + toxics.json() + extras.json() + "}";
    }

    CompletableFuture<List<InetSocketAddress>> upstreamAddresses() {
        return services.upstreamAddresses(upstream);
    }

    long nextConnectionIndex() {
        return connectionIndex.getAndIncrement();
    }

    SplittableRandom random(long connection, Direction direction, String toxic) {
        return Seeds.random(services.seed(), name.hashCode(), connection, direction.ordinal(), toxic.hashCode());
    }

    Loops loops() {
        return services.loops();
    }
}
