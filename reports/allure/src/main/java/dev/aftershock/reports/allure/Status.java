package dev.aftershock.reports.allure;

import dev.aftershock.engine.Verdict;
import java.util.Locale;

/** Allure's words. */
enum Status {
    PASSED,
    BROKEN,
    FAILED;

    /** An objective that was missed has failed; a run that proves nothing is broken. */
    static Status of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> PASSED;
            case FAIL -> FAILED;
            case INCONCLUSIVE, INVALID, LEAKED -> BROKEN;
        };
    }

    Status worse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
