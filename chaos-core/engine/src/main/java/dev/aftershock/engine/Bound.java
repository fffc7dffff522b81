package dev.aftershock.engine;

import dev.aftershock.guard.Remedy;
import java.util.List;

/** What ends a fault when the process that injected it is gone and can heal nothing any more. */
public sealed interface Bound {

    /**
     * It ends by itself.
     *
     * @param how in one line
     */
    record ByItself(String how) implements Bound {}

    /**
     * A guard process ends it.
     *
     * @param remedies what the guard does, in this order
     */
    record ByGuard(List<Remedy> remedies) implements Bound {
        /** Copies the list. */
        public ByGuard {
            remedies = List.copyOf(remedies);
        }
    }

    /**
     * Nothing does. Such a fault is only injected when the experiment allows its kind by name.
     *
     * @param why in one line
     */
    record None(String why) implements Bound {}
}
