package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import java.util.ArrayList;
import java.util.List;

/** Faults that act for a part of a test, in the order in which they were injected. */
record ActingFaults(List<ActingFault> faults) {

    /** Heals all of them, the last first, whatever fails on the way; the first failure carries the others. */
    void heal() {
        List<RuntimeException> failed = new ArrayList<>();
        for (int i = faults.size() - 1; i >= 0; i--) {
            try {
                faults.get(i).heal();
            } catch (RuntimeException e) {
                failed.add(e);
            }
        }
        if (!failed.isEmpty()) {
            failed.stream().skip(1).forEach(failed.get(0)::addSuppressed);
            throw failed.get(0);
        }
    }
}
