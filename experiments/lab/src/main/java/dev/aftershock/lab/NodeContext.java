package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;

/**
 * What the servers of one lab share.
 *
 * @param lab their folder
 * @param programs what starts them
 * @param admin the superuser that the lab works as
 * @param clock for every limit
 */
record NodeContext(LabDirectory lab, ServerPrograms programs, Login admin, MonotonicClock clock) {

    Poll poll() {
        return new Poll(clock);
    }
}
