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
 */
public record ProxyOptions(InetSocketAddress bind, long seed, Optional<String> token, boolean metrics) {

    /** Without token and metrics. */
    public ProxyOptions(InetSocketAddress bind, long seed) {
        this(bind, seed, Optional.empty(), false);
    }
}
