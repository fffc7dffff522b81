package dev.aftershock.proxy;

import java.util.Optional;

/**
 * What a proxy has beyond Toxiproxy's fields.
 *
 * @param lease when a disabled proxy is enabled again; empty for never
 * @param region the label of those that are cut together
 */
record ProxyExtras(Optional<Lease> lease, Optional<String> region) {
    static final ProxyExtras NONE = new ProxyExtras(Optional.empty(), Optional.empty());

    /** These, changed by what a request gives. */
    ProxyExtras with(OwnFields fields, boolean enabled) throws ApiError {
        if (enabled && fields.has("ttlMs")) {
            throw fields.wrong("ttlMs", "it only with enabled false: the time after which the proxy is enabled again");
        }
        Optional<String> given = fields.labelOrEmpty("region");
        return new ProxyExtras(Lease.read(fields, lease), given.or(() -> region).filter(name -> !name.isEmpty()));
    }

    ProxyExtras leased(Optional<Lease> changed) {
        return new ProxyExtras(changed, region);
    }

    /** The members that an answer shows; empty for a proxy as Toxiproxy knows it. */
    String json() {
        return lease.map(Lease::json).orElse("")
                + region.map(name -> ",\"region\":" + JsonWriter.quote(name)).orElse("");
    }
}
