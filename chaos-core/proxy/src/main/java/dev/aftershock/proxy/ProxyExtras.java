package dev.aftershock.proxy;

import java.util.Optional;

/**
 * What a proxy has beyond Toxiproxy's fields.
 *
 * @param lease when a disabled proxy is enabled again; empty for never
 * @param region the label of those that are cut together
 * @param halfClose whether the end of one direction leaves the other open
 * @param bandwidth the limit of the whole proxy
 * @param capture how many of the first bytes of each connection and direction are kept
 * @param udp whether it relays datagrams instead of connections; never changes
 */
record ProxyExtras(
        Optional<Lease> lease,
        Optional<String> region,
        boolean halfClose,
        Optional<ProxyBandwidth> bandwidth,
        int capture,
        boolean udp) {
    static final ProxyExtras NONE =
            new ProxyExtras(Optional.empty(), Optional.empty(), false, Optional.empty(), 0, false);

    private static final int MAX_CAPTURE_BYTES = 4_096;

    /** These, changed by what a request gives. */
    ProxyExtras with(OwnFields fields, boolean enabled) throws ApiError {
        if (enabled && fields.has("ttlMs")) {
            throw fields.wrong("ttlMs", "it only with enabled false: the time after which the proxy is enabled again");
        }
        Optional<String> given = fields.labelOrEmpty("region");
        long captured = fields.integer("capture", 0, MAX_CAPTURE_BYTES).orElse((long) capture);
        ProxyExtras changed = new ProxyExtras(
                Lease.read(fields, lease),
                given.or(() -> region).filter(name -> !name.isEmpty()),
                fields.flag("halfClose").orElse(halfClose),
                ProxyBandwidth.read(fields, bandwidth),
                (int) captured,
                protocol(fields, udp));
        return changed.possible(fields);
    }

    private static boolean protocol(OwnFields fields, boolean current) throws ApiError {
        Optional<String> given = fields.oneOf("protocol", "tcp", "udp");
        return given.map("udp"::equals).orElse(current);
    }

    /** Refuses what has no meaning for datagrams. */
    private ProxyExtras possible(OwnFields fields) throws ApiError {
        if (udp && halfClose) {
            throw fields.wrong("halfClose", "it only on a tcp proxy");
        }
        if (udp && bandwidth.isPresent()) {
            throw fields.wrong("bandwidth", "it only on a tcp proxy");
        }
        return this;
    }

    ProxyExtras leased(Optional<Lease> changed) {
        return new ProxyExtras(changed, region, halfClose, bandwidth, capture, udp);
    }

    /** The members that an answer shows; empty for a proxy as Toxiproxy knows it. */
    String json() {
        return (udp ? ",\"protocol\":\"udp\"" : "")
                + lease.map(Lease::json).orElse("")
                + region.map(name -> ",\"region\":" + JsonWriter.quote(name)).orElse("")
                + (halfClose ? ",\"halfClose\":true" : "")
                + bandwidth.map(ProxyBandwidth::json).orElse("")
                + (capture > 0 ? ",\"capture\":" + capture : "");
    }
}
