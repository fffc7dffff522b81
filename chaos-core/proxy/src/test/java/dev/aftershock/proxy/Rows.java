package dev.aftershock.proxy;

import java.util.Optional;

/**
 * Rows of the conformance suite; each group is an interface so that one class can run them all.
 *
 * <p>A row's name begins with the numbers of its cases: P for the protocol, L for the life cycle, T for toxics. A case
 * marked (v) depends on the server's version.
 */
interface Rows {
    String REFUSING = "127.0.0.1:1";

    ApiClient api();

    /** Whether the server is this module's own, which mends some of the original's defects on purpose. */
    boolean embedded();

    /** Whether it has the defects that strict mode copies. */
    boolean strict();

    /** A server of the same make that serves its metrics; empty if none is at hand. */
    Optional<ApiClient> withMetrics();

    /** A server of the same make that asks for the token {@code s3cret}; empty if its version cannot. */
    Optional<ApiClient> withToken();

    /** Whether the server names a version that has what Toxiproxy 2.13 brought; a build without version has not. */
    default boolean since213() {
        return api().get("/version").body().matches("\\{\"version\": \"2\\.(1[3-9]|[2-9]\\d).*\"}\n");
    }
}
