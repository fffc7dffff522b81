package dev.aftershock.junit;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.parts.InvalidInputException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A way to a server through a proxy that faults can break; the code under test connects to {@link #address()}. Thread-safe. */
public final class Link {

    private final Supplier<String> upstream;
    private volatile Optional<LinkTarget> open = Optional.empty();

    private Link(Supplier<String> upstream) {
        this.upstream = upstream;
    }

    /**
     * A link to a server whose address is known when the tests begin, such as that of a container.
     *
     * @param upstream tells {@code host:port}; asked once, before the first test
     */
    public static Link to(Supplier<String> upstream) {
        return new Link(upstream);
    }

    /**
     * A link to a server whose host and port are known when the tests begin, such as a container of Testcontainers:
     * {@code Link.to(redis::getHost, redis::getFirstMappedPort)}.
     */
    public static Link to(Supplier<String> host, IntSupplier port) {
        return new Link(() -> host.get() + ":" + port.getAsInt());
    }

    /** A link to a server, {@code host:port}. */
    public static Link to(String upstream) {
        return new Link(() -> upstream);
    }

    /** Where clients connect, {@code host:port}. */
    public String address() {
        return host() + ":" + port();
    }

    /** The host to connect to. */
    public String host() {
        return listen().getHostString();
    }

    /** The port to connect to. */
    public int port() {
        return listen().getPort();
    }

    /** Where it leads, {@code host:port}. */
    public String upstream() {
        return upstream.get();
    }

    private InetSocketAddress listen() {
        return open.orElseThrow(() -> InvalidInputException.of(
                        "a link to " + upstream() + " is not open", "a static field with @ProxiedLink, used in a test"))
                .listen();
    }

    void open(LinkTarget target) {
        open = Optional.of(target);
    }

    void close() {
        open = Optional.empty();
    }
}
