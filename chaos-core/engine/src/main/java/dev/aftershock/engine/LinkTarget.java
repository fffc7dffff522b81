package dev.aftershock.engine;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** A network link that runs through a proxy speaking Toxiproxy's HTTP API. */
public interface LinkTarget {

    /** The API of the proxy server. */
    URI api();

    /** The proxy's name on that server. */
    String proxy();

    /** Where clients of the link connect. */
    InetSocketAddress listen();

    /** Where the link leads. */
    InetSocketAddress upstream();

    /**
     * The process that hosts the proxy server, when its faults die with it; empty for a server that outlives the run.
     */
    Optional<ProcessIdentity> host();

    /** The system, by its name in the experiment, with which the proxy server and every fault on it is gone; mostly none. */
    default Optional<String> system() {
        return Optional.empty();
    }
}
