package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a server is to serve; begin with {@link #ProxyOptions(InetSocketAddress, long)}.
 *
 * @param bind where the API listens: a loopback address, unless {@code network}; port 0 takes a free one
 * @param seed where every random decision (toxicity, jitter, slices) starts; equal seeds and equal traffic give equal
 *     decisions
 * @param token what every request must bear, as {@code Authorization: Bearer TOKEN}; empty for none
 * @param metrics whether {@code /metrics} is served
 * @param strict whether it behaves as Toxiproxy even where that is a defect, as far as this is safe, and knows nothing
 *     that Toxiproxy does not; the README lists what that changes
 * @param network whether API and proxies may listen on other than loopback addresses; needs a token of 32 characters or
 *     more
 * @param unixSockets the absolute directories whose Unix sockets proxies may listen on and lead to
 */
public record ProxyOptions(
        InetSocketAddress bind,
        long seed,
        Optional<String> token,
        boolean metrics,
        boolean strict,
        boolean network,
        List<Path> unixSockets) {

    /** What cannot be guessed over a network, and 32 bytes written in any way have. */
    private static final int LEAST_TOKEN_CHARS = 32;

    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException if {@code network} is without a token of 32 characters, or a directory is not absolute
     */
    public ProxyOptions {
        if (network && token.filter(text -> text.length() >= LEAST_TOKEN_CHARS).isEmpty()) {
            throw new IllegalArgumentException("a proxy server open to the network needs a token of "
                    + LEAST_TOKEN_CHARS + " characters or more: anyone could use it as a relay");
        }
        for (Path dir : unixSockets) {
            if (!dir.isAbsolute()) {
                throw new IllegalArgumentException(
                        "directory of Unix sockets '" + dir + "': expected an absolute path");
            }
        }
        unixSockets = List.copyOf(unixSockets);
    }

    /** Without token and metrics, not strict, loopback only, without Unix sockets. */
    public ProxyOptions(InetSocketAddress bind, long seed) {
        this(bind, seed, Optional.empty(), false, false, false, List.of());
    }

    /** Asks every request for {@code Authorization: Bearer} with this token. */
    public ProxyOptions withToken(String required) {
        return new ProxyOptions(bind, seed, Optional.of(required), metrics, strict, network, unixSockets);
    }

    /** Serves {@code /metrics}. */
    public ProxyOptions withMetrics() {
        return new ProxyOptions(bind, seed, token, true, strict, network, unixSockets);
    }

    /** Behaves as Toxiproxy. */
    public ProxyOptions asStrict() {
        return new ProxyOptions(bind, seed, token, metrics, true, network, unixSockets);
    }

    /** Lets API and proxies listen on any address. */
    public ProxyOptions openToNetwork() {
        return new ProxyOptions(bind, seed, token, metrics, strict, true, unixSockets);
    }

    /** Lets proxies listen on and lead to the sockets in one more directory. */
    public ProxyOptions withUnixSockets(Path dir) {
        List<Path> more = Stream.concat(unixSockets.stream(), Stream.of(dir)).toList();
        return new ProxyOptions(bind, seed, token, metrics, strict, network, more);
    }
}
