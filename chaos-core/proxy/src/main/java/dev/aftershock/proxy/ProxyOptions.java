package dev.aftershock.proxy;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a server is to serve.
 *
 * @param bind where the API listens: a loopback address; port 0 takes a free one
 * @param seed where every random decision (toxicity, jitter, slices) starts; equal seeds and equal traffic give equal
 *     decisions
 * @param token what every request must bear, as {@code Authorization: Bearer TOKEN}; empty for none
 * @param metrics whether {@code /metrics} is served
 * @param strict whether it behaves as Toxiproxy even where that is a defect, as far as this is safe, and knows nothing
 *     that Toxiproxy does not; the README lists what that changes
 */
public record ProxyOptions(InetSocketAddress bind, long seed, Optional<String> token, boolean metrics, boolean strict) {

    /** Not strict. */
    public ProxyOptions(InetSocketAddress bind, long seed, Optional<String> token, boolean metrics) {
        this(bind, seed, token, metrics, false);
    }

    /** Without token and metrics, and not strict. */
    public ProxyOptions(InetSocketAddress bind, long seed) {
        this(bind, seed, Optional.empty(), false);
    }
}
