package dev.aftershock.engine;

/** Looks for a fault's effect and remembers what was last seen. */
final class Witness {

    private final PreparedFault fault;
    private String evidence = "its effect was never looked for";

    Witness(PreparedFault fault) {
        this.fault = fault;
    }

    boolean look() {
        try {
            var seen = fault.effect();
            evidence = seen.map(OneLine::of).orElseGet(() -> OneLine.of(fault.noEffect()));
            return seen.isPresent();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            evidence = "could not observe " + fault.target() + ": " + OneLine.of(e);
            return false;
        }
    }

    String evidence() {
        return evidence;
    }
}
