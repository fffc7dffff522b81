package dev.aftershock.kubernetes;

import java.util.Optional;

/** How far a tool says that it is with an object that it was given. As a text it is all that it says, in one line. */
interface ChaosState {

    /** In what it says that it is injected now; nothing while it does not say so. */
    Optional<String> injected();

    /** Whether nothing more will come of it, whatever is waited. */
    boolean over();
}
