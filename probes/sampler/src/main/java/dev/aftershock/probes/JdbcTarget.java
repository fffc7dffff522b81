package dev.aftershock.probes;

import dev.aftershock.parts.Secret;

/** A target that is reached through JDBC. */
public interface JdbcTarget {

    /** The JDBC URL that a client of the system would use, without credentials. */
    String url();

    /** The user to connect as. */
    String user();

    /** The password; its text may be empty. */
    Secret password();
}
