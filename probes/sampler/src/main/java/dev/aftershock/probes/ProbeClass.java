package dev.aftershock.probes;

import java.util.Locale;

/** Sorts of requests, which recover at different times; a verdict names its class. */
public enum ProbeClass {
    /** Reads. */
    READ,
    /** Writes on a kept connection. */
    WRITE,
    /** Writes whose own effect is read right after them. */
    READ_YOUR_WRITE,
    /** A new connection for each attempt. */
    NEW_CONNECTION,
    /** Requests on connections that are kept. */
    KEPT_CONNECTION;

    /** The word for reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
