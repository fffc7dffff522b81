package dev.aftershock.parts;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What is known of a target before anything runs: enough to check an experiment and to print its plan.
 *
 * @param name its dotted name, or {@code from -> to} for a link
 * @param description one line for {@code plan}
 * @param capabilities the interfaces that the live target will offer
 * @param labels what it can be chosen by besides its name, each as {@code key=value}, such as {@code region=east}
 */
public record TargetInfo(String name, String description, Set<Class<?>> capabilities, Set<String> labels) {

    /** Copies the sets. */
    public TargetInfo {
        capabilities = Set.copyOf(capabilities);
        labels = Set.copyOf(labels);
    }

    /** Without labels. */
    public TargetInfo(String name, String description, Set<Class<?>> capabilities) {
        this(name, description, capabilities, Set.of());
    }

    /** The label of whatever is in a region. */
    public static String region(String name) {
        return "region=" + name;
    }

    /** Whether the live target will offer a capability. */
    public boolean offers(Class<?> capability) {
        return capabilities.stream().anyMatch(capability::isAssignableFrom);
    }

    /** Whether it is the one, or one of those, that a name, a pattern with {@code *} or a label stands for. */
    public boolean answersTo(String choice) {
        return labels.contains(choice) || matches(choice, name);
    }

    /** Those of {@code all} that a name, a pattern with {@code *} or a label stands for and that offer a capability. */
    public static List<TargetInfo> matching(Collection<TargetInfo> all, String choice, Class<?> capability) {
        return all.stream()
                .filter(target -> target.answersTo(choice) && target.offers(capability))
                .toList();
    }

    /** Whether a name is the one that a name or a pattern with {@code *} stands for. */
    public static boolean matches(String nameOrPattern, String name) {
        String[] runs = nameOrPattern.split("\\*", -1);
        String last = runs[runs.length - 1];
        if (runs.length == 1) {
            return nameOrPattern.equals(name);
        }
        if (!name.startsWith(runs[0])) {
            return false;
        }
        int at = runs[0].length();
        // The first place where each run fits is as good as any later one, so nothing is ever tried twice.
        for (int i = 1; i < runs.length - 1; i++) {
            int found = name.indexOf(runs[i], at);
            if (found < 0) {
                return false;
            }
            at = found + runs[i].length();
        }
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
