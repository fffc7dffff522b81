package dev.aftershock.springboot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all assaults on requests have in common.
 *
 * @param target the name of the application
 * @param watch which sorts of beans; empty for the named ones alone
 * @param beans the names of single beans
 * @param oneIn of how many calls one is assaulted
 * @param canary the name of an http target that shows the effect
 */
record Aim(String target, List<Watcher> watch, List<String> beans, int oneIn, Optional<String> canary) {

    private static final int LARGEST = 10_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when nothing is aimed at, or by what Chaos Monkey does not take
     */
    void check() {
        if (watch.isEmpty() && beans.isEmpty()) {
            throw new IllegalArgumentException("neither 'watch' nor 'beans' is given; expected one of them or both");
        }
        if (oneIn < 1 || oneIn > LARGEST) {
            throw new IllegalArgumentException("'one-in' is " + oneIn + "; expected 1 to " + LARGEST);
        }
        beans.stream().filter(bean -> bean.isBlank() || bean.contains(",")).forEach(bean -> {
            throw new IllegalArgumentException("'beans' holds '" + bean + "'; expected the names of beans");
        });
    }

    @Override
    public String toString() {
        String which = Stream.concat(
                        watch.stream().map(watcher -> watcher.key() + " beans"),
                        beans.stream().map(bean -> "bean " + bean))
                .collect(Collectors.joining(", "));
        return (oneIn == 1 ? "every call" : "one call in " + oneIn) + " of " + which + " of " + target;
    }
}
