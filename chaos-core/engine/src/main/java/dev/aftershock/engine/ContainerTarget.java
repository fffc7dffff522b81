package dev.aftershock.engine;

import java.net.URI;

/** A target that is a container of an engine which speaks Docker's API. */
public interface ContainerTarget {

    /** The engine: {@code unix:///path/of/the.sock} or {@code http://HOST:PORT}. */
    URI engine();

    /** The container's whole id there. */
    String id();
}
