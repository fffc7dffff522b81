package dev.aftershock.lab;

/** When the primary acknowledges a commit. */
public enum Replication {
    /** At once; what the standby has not received yet is lost with the primary. */
    ASYNC("async"),
    /** When the standby has it on disk, too; without a standby no commit is acknowledged. */
    SYNC("sync");

    private final String state;

    Replication(String state) {
        this.state = state;
    }

    /** What {@code pg_stat_replication.sync_state} shows. */
    String state() {
        return state;
    }
}
