package dev.aftershock.probes;

import java.net.URI;

/** A target that answers HTTP requests. */
@FunctionalInterface
public interface HttpTarget {
    /** The address that paths are resolved against. */
    URI base();
}
