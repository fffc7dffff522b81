package dev.aftershock.lab;

/**
 * How a pair is built.
 *
 * @param first the member that starts as primary; lower-case letters, digits and dashes
 * @param second the member that starts as standby, named likewise
 * @param replication when a commit is acknowledged
 */
public record PairOptions(String first, String second, Replication replication) {

    /** Checks the names. */
    public PairOptions {
        require(first);
        require(second);
        if (first.equals(second)) {
            throw new IllegalArgumentException("both members are named '" + first + "'; expected two names");
        }
    }

    /** The members {@code a} and {@code b}. */
    public static PairOptions of(Replication replication) {
        return new PairOptions("a", "b", replication);
    }

    private static void require(String name) {
        if (!name.matches("[a-z][a-z0-9-]{0,19}")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a member; expected up to 20 lower-case"
                    + " letters, digits and dashes, a letter first");
        }
    }
}
