package dev.aftershock.toxiproxy;

import java.io.IOException;
import java.util.Optional;

/** What our own proxy serves and Toxiproxy does not: evidence of what a toxic did, and leases. Thread-safe. */
final class OwnApi {

    private static final String NOBODY = "aftershock-nobody";

    private final Http http;

    OwnApi(Http http) {
        this.http = http;
    }

    /**
     * Whether the server is our own: it knows the way to evidence, and says as JSON that this proxy has none. Others
     * have no such page. A version would prove nothing, since ours tells the one that it stands in for.
     */
    boolean isThere() throws IOException {
        Http.Answer answer = http.get("asking for evidence", evidenceOf(NOBODY, NOBODY));
        return answer.isAbsent() && answer.body().startsWith("{\"error\":");
    }

    /** What a toxic did so far; nothing when there is no such toxic. */
    Optional<Evidence> evidence(String proxy, String toxic) throws IOException {
        Http.Answer answer = http.get("reading what the toxic '" + toxic + "' did", evidenceOf(proxy, toxic));
        return answer.isAbsent() ? Optional.empty() : Optional.of(Evidence.read(answer.good()));
    }

    /** Disables a proxy, until it is enabled or the lease is no longer renewed. */
    void disable(String proxy, RunLease lease) throws IOException {
        http.post(
                        "disabling the proxy '" + proxy + "'",
                        Http.proxy(proxy),
                        "{\"enabled\":false," + lease.members() + "}")
                .good();
    }

    /** Gives everything that carries a lease its full time again; harmless when nothing does. */
    void renew(RunLease lease) throws IOException {
        Http.Answer answer =
                http.post("renewing the lease '" + lease.id() + "'", "/leases/" + lease.id(), "{" + lease.ttl() + "}");
        if (!answer.isAbsent()) {
            answer.good();
        }
    }

    private static String evidenceOf(String proxy, String toxic) {
        return Http.toxic(proxy, toxic) + "/evidence";
    }
}
