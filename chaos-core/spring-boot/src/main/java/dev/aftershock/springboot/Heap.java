package dev.aftershock.springboot;

import java.io.IOException;

/**
 * The heap of an application, as its metrics tell.
 *
 * @param size to which it has grown, in bytes, whether that is in use or not
 * @param largest to which it may grow
 */
record Heap(double size, double largest) {

    private static final double MEBI = 1 << 20;

    /**
     * Asks for it.
     *
     * @throws dev.aftershock.parts.InvalidInputException when the application does not show it
     * @throws IOException when there is no answer in time
     */
    static Heap of(Actuator actuator) throws IOException {
        return new Heap(
                actuator.metric("jvm.memory.committed?tag=area:heap"), actuator.metric("jvm.memory.max?tag=area:heap"));
    }

    double share() {
        return size / largest;
    }

    @Override
    public String toString() {
        return Math.round(size / MEBI) + " of " + Math.round(largest / MEBI) + " MiB";
    }
}
