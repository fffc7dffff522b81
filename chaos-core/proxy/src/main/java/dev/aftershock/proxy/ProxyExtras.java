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
 */
record ProxyExtras(
        Optional<Lease> lease,
        Optional<String> region,
        boolean halfClose,
        Optional<ProxyBandwidth> bandwidth,
        int capture) {
    static final ProxyExtras NONE = new ProxyExtras(Optional.empty(), Optional.empty(), false, Optional.empty(), 0);

    private static final int MAX_CAPTURE_BYTES = 4_096;

    /** These, changed by what a request gives. */
    ProxyExtras with(OwnFields fields, boolean enabled) throws ApiError {
        if (enabled && fields.has("ttlMs")) {
            throw fields.wrong("ttlMs", "it only with enabled false: the time after which the proxy is enabled again");
        }
        Optional<String> given = fields.labelOrEmpty("region");
        long captured = fields.integer("capture", 0, MAX_CAPTURE_BYTES).orElse((long) capture);
        return new ProxyExtras(
                Lease.read(fields, lease),
                given.or(() -> region).filter(name -> !name.isEmpty()),
                fields.flag("halfClose").orElse(halfClose),
                ProxyBandwidth.read(fields, bandwidth),
                (int) captured);
    }

    ProxyExtras leased(Optional<Lease> changed) {
        return new ProxyExtras(changed, region, halfClose, bandwidth, capture);
    }

    /** The members that an answer shows; empty for a proxy as Toxiproxy knows it. */
    String json() {
        return lease.map(Lease::json).orElse("")
                + region.map(name -> ",\"region\":" + JsonWriter.quote(name)).orElse("")
                + (halfClose ? ",\"halfClose\":true" : "")
                + bandwidth.map(ProxyBandwidth::json).orElse("")
                + (capture > 0 ? ",\"capture\":" + capture : "");
    }
}
