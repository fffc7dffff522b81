package dev.aftershock.engine;

/** A target that is an operating-system process. */
@FunctionalInterface
public interface ProcessTarget {

    /** Which process it is now. */
    ProcessIdentity identity();
}
