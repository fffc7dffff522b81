package dev.aftershock.proxy;

import java.util.List;

/** A kind of fault: what it is called, which attributes it takes, and how it treats the bytes of one link. */
interface ToxicType {

    /** The value of {@code type} in the API. */
    String name();

    /** The name of Toxiproxy's own type, which its error messages show. */
    String goName();

    /** The attributes in the order the API writes them. */
    List<Attribute> attributes();

    /** Refuses settings that cannot work, before any connection sees them. */
    default void check(Toxic toxic) throws ApiError {}

    /** A new state machine for one link; called on that link's event loop. */
    Stage stage(StagePort port, Toxic toxic);
}
