package dev.aftershock.engine;

import dev.aftershock.parts.TargetInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the faults of a plan touch.
 *
 * @param sorts the sorts of targets that faults touch, each once
 */
public record Blast(List<Sort> sorts) {

    /** Copies the list. */
    public Blast {
        sorts = List.copyOf(sorts);
    }

    /**
     * The targets of one sort.
     *
     * @param capability what faults need of them
     * @param touched the names of those that faults touch
     * @param all how many there are
     */
    public record Sort(Class<?> capability, Set<String> touched, int all) {

        /** Copies the set, keeping its order. */
        public Sort {
            touched = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(touched));
        }

        /** In words, such as {@code 2 of 5: a process}. */
        public String text() {
            return touched.size() + " of " + all + ": " + Capabilities.describe(capability);
        }
    }

    /**
     * Counts.
     *
     * @param touched the names that faults touch, by what they need of them
     * @param targets all that there are
     */
    static Blast of(Map<Class<?>, Set<String>> touched, List<TargetInfo> targets) {
        List<Sort> sorts = new ArrayList<>();
        touched.forEach((capability, names) -> sorts.add(new Sort(capability, names, (int)
                targets.stream().filter(target -> target.offers(capability)).count())));
        return new Blast(sorts);
    }

    /** How many targets are touched, of whatever sort. */
    public int touched() {
        return (int) sorts.stream()
                .flatMap(sort -> sort.touched().stream())
                .distinct()
                .count();
    }

    /** What goes beyond a radius, one line each. */
    List<String> beyond(BlastRadius radius) {
        List<String> beyond = new ArrayList<>();
        radius.targets()
                .filter(most -> touched() > most)
                .ifPresent(most -> beyond.add(
                        "the faults touch " + touched() + " targets, more than the " + most + " of 'targets'"));
        for (Sort sort : sorts) {
            radius.share()
                    .filter(share -> sort.touched().size() > share.fraction() * sort.all())
                    .ifPresent(share ->
                            beyond.add("the faults touch " + sort.text() + ", more than the " + share + " of 'share'"));
            int healthy = sort.all() - sort.touched().size();
            if (healthy < radius.keepHealthy()) {
                beyond.add("the faults touch " + sort.text() + ", and leave " + healthy + ", fewer than the "
                        + radius.keepHealthy() + " of 'keep-healthy'");
            }
            sort.touched().stream()
                    .filter(name -> radius.deny().stream().anyMatch(denied -> TargetInfo.matches(denied, name)))
                    .forEach(name -> beyond.add("a fault touches '" + name + "', which 'deny' protects"));
        }
        return beyond;
    }
}
