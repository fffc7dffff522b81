package dev.aftershock.engine;

/** What a run proves; in ascending order of severity, the worst finding wins. */
public enum Verdict {
    /** Every objective was met, with the whole error bracket inside. */
    PASS(0),
    /** The error bracket straddles the objective, or the observer was blind at an edge. */
    INCONCLUSIVE(2),
    /** An objective was missed. */
    FAIL(1),
    /** The run proves nothing: no steady state, no effect, no writes, or an instrument out of calibration. */
    INVALID(3),
    /** Something could not be verified healed. */
    LEAKED(4);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the command line for this verdict. */
    public int exitCode() {
        return exitCode;
    }

    /** The more severe of the two. */
    public Verdict worse(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
