package dev.aftershock.engine;

import java.util.Map;

/** The live targets of one system. */
public interface TargetSet extends AutoCloseable {

    /** Each target by its full name; the object implements the capabilities that were described. */
    Map<String, Object> targets();

    /** Ends what was started for the run, in this process. */
    @Override
    void close();
}
