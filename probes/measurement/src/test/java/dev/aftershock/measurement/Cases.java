package dev.aftershock.measurement;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs claims over generated scenarios, and keeps what they note. Mutable; for one thread. */
final class Cases {

    private static final int IN_ALL = Boolean.getBoolean("aftershock.nightly") ? 1_000_000 : 100_000;
    private static final int FIRST_CASE = Integer.getInteger("aftershock.first-case", 0);

    private final int each;
    private int run;
    private int noted;
    private double[] errors = new double[1_024];

    /** Shares the cases among so many claims. */
    Cases(int claims) {
        each = Integer.getInteger("aftershock.cases", (IN_ALL + claims - 1) / claims);
    }

    /** Checks a claim for many scenarios; a failure names the case, which a run of that case alone repeats. */
    void forAll(Function<SplittableRandom, Scenario> scenarios, Consumer<Scenario> claim) {
        for (int number = FIRST_CASE; number < FIRST_CASE + each; number++) {
            Scenario scenario = scenarios.apply(new SplittableRandom(number));
            try {
                claim.accept(scenario);
                run++;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "case " + number + " (repeat it with -Daftershock.first-case=" + number
                                + " -Daftershock.cases=1): " + scenario,
                        e);
            }
        }
    }

    /** Keeps an error in spacings. */
    void note(double error) {
        errors = noted == errors.length ? Arrays.copyOf(errors, 2 * noted) : errors;
        errors[noted++] = error;
    }

    @Override
    public String toString() {
        double[] sorted = Arrays.copyOf(errors, noted);
        Arrays.sort(sorted);
        return noted == 0
                ? run + " generated cases"
                : String.format(
                        Locale.ROOT,
                        "T1: %d generated cases, truth in bracket in all; error of R3 in spacings D: p50 %.2f, p95 %.2f",
                        run,
                        sorted[noted / 2],
                        sorted[noted * 95 / 100]);
    }
}
