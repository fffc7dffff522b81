package dev.aftershock.containers;

import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import dev.aftershock.engine.UndoRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a machine a container may use; 0 and less is no limit.
 *
 * @param nanoCpus billionths of a processor, by the newer of two ways to say it
 * @param quota microseconds of a processor in each period, by the older one
 * @param period in microseconds
 * @param memory in bytes
 * @param swap memory and swap together, in bytes
 */
record Limits(long nanoCpus, long quota, long period, long memory, long swap) {

    private static final long PERIOD = 100_000;
    private static final double BILLION = 1e9;

    static Limits of(HostConfig host) {
        return new Limits(
                number(host.getNanoCPUs()),
                number(host.getCpuQuota()),
                number(host.getCpuPeriod()),
                number(host.getMemory()),
                number(host.getMemorySwap()));
    }

    private static long number(Long told) {
        return Optional.ofNullable(told).orElse(0L);
    }

    /** The same with fewer processors; by the way in which they were limited, since engines refuse to be told by both. */
    Limits withCpus(double cpus) {
        return nanoCpus > 0
                ? new Limits(Math.round(cpus * BILLION), quota, period, memory, swap)
                : new Limits(0, Math.round(cpus * PERIOD), PERIOD, memory, swap);
    }

    /** The same with less memory, and no swap beyond it. */
    Limits withMemory(long bytes) {
        return new Limits(nanoCpus, quota, period, bytes, bytes);
    }

    /** As facts of a recipe. */
    Map<String, String> facts() {
        return Map.of(
                "nano-cpus", Long.toString(nanoCpus),
                "cpu-quota", Long.toString(quota),
                "cpu-period", Long.toString(period),
                "memory", Long.toString(memory),
                "memory-swap", Long.toString(swap));
    }

    static Limits read(UndoRecipe recipe) {
        return new Limits(
                Long.parseLong(recipe.fact("nano-cpus")),
                Long.parseLong(recipe.fact("cpu-quota")),
                Long.parseLong(recipe.fact("cpu-period")),
                Long.parseLong(recipe.fact("memory")),
                Long.parseLong(recipe.fact("memory-swap")));
    }

    /** Tells an engine, for which 0 is no word about it, and -1 no limit, except of memory. */
    void tell(UpdateContainerCmd command, Part part) {
        if (part.cpus() && nanoCpus > 0) {
            command.withNanoCPUs(nanoCpus);
        } else if (part.cpus()) {
            command.withCpuPeriod(period > 0 ? period : PERIOD).withCpuQuota(orNone(quota));
        }
        if (part.memory()) {
            command.withMemory(orNone(memory)).withMemorySwap(orNone(swap));
        }
    }

    /** The same words as JSON. */
    String json(Part part) {
        return "{" + String.join(",", words(part)) + "}";
    }

    /** What an engine shows of a container that has these limits, by the words in which it was told. */
    List<String> words(Part part) {
        List<String> words = new ArrayList<>();
        if (part.cpus() && nanoCpus > 0) {
            words.add("\"NanoCpus\":" + nanoCpus);
        } else if (part.cpus()) {
            words.add("\"CpuPeriod\":" + (period > 0 ? period : PERIOD));
            words.add("\"CpuQuota\":" + orNone(quota));
        }
        if (part.memory()) {
            words.add("\"Memory\":" + orNone(memory));
            words.add("\"MemorySwap\":" + orNone(swap));
        }
        return words;
    }

    private static long orNone(long limit) {
        return limit > 0 ? limit : -1;
    }

    /** Whether others allow as much of what a fault is about. */
    boolean allow(Limits others, Part part) {
        return words(part).equals(others.words(part));
    }

    /** Whether it allows less than others of each that a fault is about. */
    boolean isLessThan(Limits others, Part part) {
        return (!part.cpus() || cpus() < others.cpus()) && (!part.memory() || bytes() < others.bytes());
    }

    private double cpus() {
        if (nanoCpus > 0) {
            return nanoCpus / BILLION;
        }
        return quota > 0 ? (double) quota / (period > 0 ? period : PERIOD) : Double.POSITIVE_INFINITY;
    }

    private double bytes() {
        return memory > 0 ? memory : Double.POSITIVE_INFINITY;
    }

    /** What a fault is about. */
    record Part(boolean cpus, boolean memory) {}

    @Override
    public String toString() {
        return (Double.isFinite(cpus()) ? "%.2f processors".formatted(cpus()) : "all processors") + ", "
                + (memory > 0 ? (memory >> 20) + " MiB of memory" : "memory without limit");
    }
}
