package dev.aftershock.junit;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Gate;
import dev.aftershock.parts.Quantities;
import dev.aftershock.statistics.QuantileBound;
import dev.aftershock.statistics.SprtPlan;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * How the trials of a test are repeated, and what they are to show.
 *
 * @param period over which the fault's phase is spread
 */
record Repetition(Gate gate, Duration period) {

    private static final int MOST_TRIALS = 1_000;

    /**
     * What the annotations of a test ask for; empty when they ask for one run.
     *
     * @throws dev.aftershock.parts.InvalidInputException when they ask for two gates, or for one that can show nothing
     */
    static Optional<Repetition> of(Method test, Experiment experiment) {
        Optional<RepeatedTrials> fixed = AnnotationSupport.findAnnotation(test, RepeatedTrials.class);
        Optional<Sprt> sequential = AnnotationSupport.findAnnotation(test, Sprt.class);
        if (fixed.isPresent() && sequential.isPresent()) {
            throw Mistake.at(test, "a campaign has one gate, and there are two", "@RepeatedTrials or @Sprt, not both");
        }
        Optional<String> period = fixed.map(RepeatedTrials::period).or(() -> sequential.map(Sprt::period));
        return fixed.map(asked -> quantile(test, asked, experiment))
                .or(() -> sequential.map(asked -> sequential(test, asked)))
                .map(gate -> new Repetition(gate, period(test, period.orElseThrow(), experiment)));
    }

    static boolean isAskedFor(Method test) {
        return AnnotationSupport.isAnnotated(test, RepeatedTrials.class)
                || AnnotationSupport.isAnnotated(test, Sprt.class);
    }

    private static Gate quantile(Method test, RepeatedTrials asked, Experiment experiment) {
        if (!isShare(asked.quantile()) || !isShare(asked.confidence())) {
            throw Mistake.at(
                    test,
                    "@RepeatedTrials(quantile = " + asked.quantile() + ", confidence = " + asked.confidence()
                            + ") is no gate",
                    "both above 0 and below 1, such as 0.9");
        }
        int needed = QuantileBound.trialsNeeded(asked.quantile(), asked.confidence());
        int trials = asked.n() == 0 ? needed : asked.n();
        if (trials < needed) {
            throw Mistake.at(
                    test,
                    "@RepeatedTrials(n = " + trials + ") proves nothing about the quantile " + asked.quantile()
                            + " at a confidence of " + asked.confidence() + ", even when every trial passes",
                    "n of at least " + needed + ", or @Sprt, which ends as soon as it is decided");
        }
        refuseTooMany(test, trials);
        return experiment
                .objectives()
                .rto()
                .<Gate>map(rto -> new Gate.Quantile(asked.quantile(), asked.confidence(), trials, rto))
                .orElseGet(() -> new Gate.AllPass(trials));
    }

    private static boolean isShare(double value) {
        return value > 0 && value < 1;
    }

    private static void refuseTooMany(Method test, int trials) {
        if (trials > MOST_TRIALS) {
            throw Mistake.at(test, trials + " trials are too many", "at most " + MOST_TRIALS);
        }
    }

    private static Gate sequential(Method test, Sprt asked) {
        SprtPlan usual = SprtPlan.byDefault();
        if (!isShare(asked.good()) || !isShare(asked.bad()) || asked.bad() >= asked.good()) {
            throw Mistake.at(
                    test,
                    "@Sprt(good = " + asked.good() + ", bad = " + asked.bad() + ") tells nothing apart",
                    "both above 0 and below 1, and good above bad");
        }
        SprtPlan plan = new SprtPlan(asked.good(), asked.bad(), usual.alpha(), usual.beta());
        int enough = new Gate.Sequential(plan, MOST_TRIALS).enough();
        if (enough > MOST_TRIALS) {
            throw Mistake.at(
                    test,
                    "@Sprt(good = " + asked.good() + ", bad = " + asked.bad() + ") takes more than " + MOST_TRIALS
                            + " trials",
                    "shares further apart");
        }
        if (asked.atMost() < enough) {
            throw Mistake.at(
                    test,
                    "@Sprt(atMost = " + asked.atMost() + ") accepts nothing, even when every trial passes",
                    "atMost of at least " + enough);
        }
        refuseTooMany(test, asked.atMost());
        return new Gate.Sequential(plan, asked.atMost());
    }

    private static Duration period(Method test, String text, Experiment experiment) {
        if (text.isEmpty()) {
            return experiment.steadyState().lasting();
        }
        return Quantities.duration(text)
                .filter(period -> !period.isZero() && period.compareTo(Duration.ofHours(1)) <= 0)
                .orElseThrow(() -> Mistake.at(
                        test,
                        "'" + text + "' is no period",
                        Quantities.DURATION_EXAMPLES + ", above 0s and at most 1h"));
    }
}
