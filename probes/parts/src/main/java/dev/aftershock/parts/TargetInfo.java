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
 */
public record TargetInfo(String name, String description, Set<Class<?>> capabilities) {

    /** Copies the set. */
    public TargetInfo {
        capabilities = Set.copyOf(capabilities);
    }

    /** Whether the live target will offer a capability. */
    public boolean offers(Class<?> capability) {
        return capabilities.stream().anyMatch(capability::isAssignableFrom);
    }

    /** Those of {@code all} that a name or a pattern with {@code *} stands for and that offer a capability. */
    public static List<TargetInfo> matching(Collection<TargetInfo> all, String nameOrPattern, Class<?> capability) {
        return all.stream()
                .filter(target -> matches(nameOrPattern, target.name()) && target.offers(capability))
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
