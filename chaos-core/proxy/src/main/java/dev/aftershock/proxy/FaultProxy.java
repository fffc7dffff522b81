package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    private final LiveToxics toxics;
    private volatile String upstream;
    private String listen;
    private volatile ProxyExtras extras;
    private @Nullable Endpoint listener;

    FaultProxy(ProxyInput input, Services services) throws ApiError {
        this.name = input.name();
        this.listen = input.listen();
        this.upstream = input.upstream();
        this.extras = input.extras();
        this.services = services;
        services.addresses().check(input);
        this.toxics = new LiveToxics(input.toxics(), extras.udp(), this::reconcile);
        toxics.limit(Optional.empty(), extras.bandwidth(), services.buckets());
    }

    /** Listens, unless it does already. */
    void start() throws ApiError {
        if (listener == null) {
            Endpoint opened = open();
            listener = opened;
            listen = opened.address();
        }
        lease(Optional.empty());
    }

    private Endpoint open() throws ApiError {
        SocketAddress address;
        try {
            address = services.addresses().listen(listen);
        } catch (ApiError e) {
            String protocol = services.addresses().isUnix(listen) ? "" : extras.udp() ? "udp: " : "tcp: ";
            throw new ApiError(e.status(), "listen " + protocol + e.text());
        }
        return extras.udp() ? UdpRelay.open(this, (InetSocketAddress) address) : Listener.open(this, address);
    }

    /** Refuses new connections and closes the open ones; harmless when already stopped. */
    void stop() throws ApiError {
        stopAll(List.of(this));
    }

    /** Stops several proxies at the same moment. */
    static void stopAll(Collection<FaultProxy> proxies) throws ApiError {
        List<Endpoint> open = new ArrayList<>();
        for (FaultProxy proxy : proxies) {
            Endpoint one = proxy.listener;
            if (one != null) {
                proxy.listener = null;
                open.add(one);
            }
        }
        Endpoint.closeAll(open);
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
        services.addresses().check(input);
        String resolved = Addresses.print(services.addresses().listen(input.listen()));
        boolean otherProtocol = input.extras().udp() != extras.udp();
        return otherProtocol || !resolved.equals(listen) || !input.upstream().equals(upstream);
    }

    void update(ProxyInput input) throws ApiError {
        if (differs(input)) {
            stop();
            listen = input.listen();
            upstream = input.upstream();
        }
        Optional<ProxyBandwidth> before = extras.bandwidth();
        extras = input.extras();
        toxics.limit(before, extras.bandwidth(), services.buckets());
        if (input.enabled()) {
            start();
        } else {
            stop();
        }
    }

    private void reconcile() throws ApiError {
        Endpoint open = listener;
        if (open != null) {
            open.reconcile();
        }
    }

    /** Removes the toxics, and enables the proxy again, whose lease is among {@code over}. */
    void endFaults(Predicate<Lease> over) throws ApiError {
        toxics.remove(toxic -> toxic.life().lease().filter(over).isPresent());
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
        for (Toxic toxic : toxics.listed().inOrder()) {
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
        toxics.listed()
                .inOrder()
                .forEach(toxic -> toxic.life().lease().ifPresent(lease -> visitor.accept(lease, toxic.name())));
    }

    /** When a lease ends or a schedule moves on next, or {@link Lease#NEVER}. */
    long earliestDueNanos(long nowNanos) {
        long due = Lease.due(extras.lease());
        for (Toxic toxic : toxics.listed().inOrder()) {
            ToxicLife life = toxic.life();
            long moves = life.schedule().map(one -> one.nextAfter(nowNanos)).orElse(Lease.NEVER);
            due = Math.min(due, Math.min(moves, Lease.due(life.lease())));
        }
        return due;
    }

    String name() {
        return name;
    }

    LiveToxics toxics() {
        return toxics;
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
        return new ProxyInput(name, listen, upstream, listener != null, extras, toxics.listed());
    }

    /** The stray {@code Logger} is Toxiproxy's. */
    String json() {
        return "{\"name\":" + JsonWriter.quote(name)
                + ",\"listen\":" + JsonWriter.quote(listen)
                + ",\"upstream\":" + JsonWriter.quote(upstream)
                + ",\"enabled\":" + (listener != null)
                + ",\"Logger\":{},\"toxics\":" + toxics.listed().json() + extras.json() + "}";
    }

    CompletableFuture<List<SocketAddress>> upstreamAddresses() {
        return services.addresses().upstream(upstream);
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

    boolean strict() {
        return services.strict();
    }
}
