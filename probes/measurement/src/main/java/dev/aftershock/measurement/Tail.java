package dev.aftershock.measurement;

import java.util.List;

/**
 * R9: how the slowest of several keys, shards or clients recovered. Each group was sampled less often than the whole, so
 * its bracket is wider.
 *
 * @param worst the longest R3 of any group; without an end when a group was not seen to recover or not seen at all
 * @param worstGroup the group with the longest possible R3; the lowest number among equals
 * @param groups every group, by its number
 */
public record Tail(Bracket worst, int worstGroup, List<Group> groups) {

    /**
     * One group.
     *
     * @param number as in {@link Sample#group}
     * @param stable its R3
     * @param gapAtEdge as in {@link Recovery#gapAtEdge}
     * @param observed how many of its samples were observed since the moment
     */
    public record Group(int number, Bracket stable, long gapAtEdge, int observed) {}

    /** Copies the list. */
    public Tail {
        groups = List.copyOf(groups);
    }

    /**
     * The share of groups, 0 to 1, that took longer than the objective for sure.
     *
     * @param rto in nanoseconds, at least 0
     */
    public double shareBeyond(long rto) {
        return share(Ranges.duration("recovery time objective", rto), true);
    }

    /**
     * The share of groups, 0 to 1, that took longer than the objective or may have: one minus those within it for sure.
     *
     * @param rto in nanoseconds, at least 0
     */
    public double shareNotWithin(long rto) {
        return share(Ranges.duration("recovery time objective", rto), false);
    }

    private double share(long rto, boolean surely) {
        long beyond = groups.stream()
                .filter(group -> (surely ? group.stable().low() : group.stable().high()) > rto)
                .count();
        return (double) beyond / groups.size();
    }
}
