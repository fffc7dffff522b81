package dev.aftershock.proxy;

import java.util.Optional;

/**
 * How fast a proxy may pass bytes in each direction, over all its connections.
 *
 * @param rate KB/s, 1 KB = 1000 bytes, as in Toxiproxy's {@code bandwidth}
 * @param shared the name of the line that it shares with the other proxies of that name; empty for one of its own
 */
record ProxyBandwidth(long rate, Optional<String> shared) {
    private static final long MAX_RATE = 1_000_000_000;

    /** What a request asks for; without {@code bandwidth} what is there stays, and a rate of 0 ends it. */
    static Optional<ProxyBandwidth> read(OwnFields proxy, Optional<ProxyBandwidth> current) throws ApiError {
        if (!proxy.has("bandwidth")) {
            return current;
        }
        OwnFields fields = proxy.object("bandwidth");
        long rate = fields.integer("rateKbps", 0, MAX_RATE)
                .orElseThrow(() -> fields.wrong("rateKbps", "a whole number from 0 to " + MAX_RATE));
        Optional<String> shared = fields.label("shared");
        return rate == 0 ? Optional.empty() : Optional.of(new ProxyBandwidth(rate, shared));
    }

    /** The member that an answer shows; begins with a comma. */
    String json() {
        return ",\"bandwidth\":{\"rateKbps\":" + rate
                + shared.map(name -> ",\"shared\":" + JsonWriter.quote(name)).orElse("") + "}";
    }
}
