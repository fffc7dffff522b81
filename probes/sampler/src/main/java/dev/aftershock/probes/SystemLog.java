package dev.aftershock.probes;

import java.util.List;

/** A target that keeps a log of its own failure handling, or a probe that reads it from a system's own state. */
@FunctionalInterface
public interface SystemLog {
    /** Every event so far, in order. */
    List<SystemEvent> events();
}
