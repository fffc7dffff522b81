package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod takes of its node.
 *
 * @param millicores of its processors; 0 for none
 * @param mebibytes of its memory; 0 for none
 */
record NodeLoad(int millicores, int mebibytes) {

    /** What the program takes for itself, as its limit allows. */
    static final int OWN_MEBIBYTES = 96;

    /** What the program may use of a processor where it is to hold memory alone. */
    private static final int OWN_MILLICORES = 500;

    private static final int CORE = 1_000;
    private static final int MOST_CORES = 256;
    private static final int MEBIBYTES = 1_024;
    private static final int MOST_GIBIBYTES = 1_024;
    private static final long BYTES = 1L << 20;
    private static final Pattern CPU = Pattern.compile("(\\d{1,6})(m?)");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,7})(Mi|Gi)");

    /**
     * Reads a part of a node's processors.
     *
     * @param least in thousandths of one
     * @throws IllegalArgumentException when it is none, or out of range
     */
    static int millicores(String setting, String text, int least) {
        Matcher written = CPU.matcher(text);
        int millicores = written.matches()
                ? Integer.parseInt(written.group(1)) * (written.group(2).isEmpty() ? CORE : 1)
                : -1;
        if (millicores < least || millicores > MOST_CORES * CORE) {
            throw new IllegalArgumentException("'" + setting + "' is '" + text + "'; expected processors, such as 2 or"
                    + " 1500m, from " + least + "m to " + MOST_CORES);
        }
        return millicores;
    }

    /**
     * Reads a part of a node's memory.
     *
     * @throws IllegalArgumentException when it is none, or out of range
     */
    static int mebibytes(String setting, String text) {
        Matcher written = MEMORY.matcher(text);
        long mebibytes = written.matches()
                ? Long.parseLong(written.group(1)) * (written.group(2).equals("Gi") ? MEBIBYTES : 1)
                : -1;
        if (mebibytes < 1 || mebibytes > (long) MOST_GIBIBYTES * MEBIBYTES) {
            throw new IllegalArgumentException("'" + setting + "' is '" + text + "'; expected memory, such as 512Mi or"
                    + " 2Gi, from 1Mi to " + MOST_GIBIBYTES + "Gi");
        }
        return (int) mebibytes;
    }

    /** How many threads it takes to use so much. */
    int threads() {
        return (millicores + CORE - 1) / CORE;
    }

    /** The most that the pod may use of its node's processors. */
    int limitMillicores() {
        return millicores == 0 ? OWN_MILLICORES : millicores;
    }

    /** The most that the pod may use of its node's memory, with what the program takes for itself. */
    int limitMebibytes() {
        return mebibytes + OWN_MEBIBYTES;
    }

    /** Why a node cannot give so much, with what it has. */
    Optional<String> tooMuchFor(Node node) {
        var has = Lists.of(node.getStatus().getAllocatable());
        long millis = has.getOrDefault("cpu", new Quantity("0"))
                .getNumericalAmount()
                .movePointRight(3)
                .longValue();
        long mib = Quantity.getAmountInBytes(has.getOrDefault("memory", new Quantity("0")))
                        .longValue()
                / BYTES;
        List<String> missing = new ArrayList<>();
        if (millicores > millis) {
            missing.add("cpu " + millicores + "m where it has " + millis + "m for pods");
        }
        if (limitMebibytes() > mib) {
            missing.add("memory " + limitMebibytes() + "Mi, " + OWN_MEBIBYTES
                    + "Mi of it for the program itself, where it" + " has " + mib + "Mi for pods");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("node " + node.getMetadata().getName() + " would have to give "
                        + String.join(", and ", missing));
    }

    /** In words. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (millicores > 0) {
            parts.add("cpu " + (millicores % CORE == 0 ? millicores / CORE : millicores + "m"));
        }
        if (mebibytes > 0) {
            parts.add("memory " + mebibytes + "Mi");
        }
        return String.join(" and ", parts);
    }
}
