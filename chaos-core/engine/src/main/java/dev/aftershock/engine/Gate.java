package dev.aftershock.engine;

import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.statistics.QuantileBound;
import dev.aftershock.statistics.SprtPlan;
import dev.aftershock.statistics.SprtPlan.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a campaign is to show, declared before its first trial; it rules on the trials that count, in their order. */
public sealed interface Gate {

    /** How many counted trials it takes at most. */
    int most();

    /** The fewest counted trials with which it can pass. */
    int enough();

    /** The gate in one line. */
    String text();

    /** The ruling, as soon as no further trial could change it; empty while it is open. */
    Optional<Ruling> rule(List<Trial> counted);

    /** Over how many trials in a row the fault's phase is spread evenly. */
    default int spread() {
        return most();
    }

    /**
     * What a gate came to.
     *
     * @param verdict the campaign's verdict
     * @param why in one line
     */
    record Ruling(Verdict verdict, String why) {}

    /**
     * Every trial must pass; the first that does not ends the campaign with its verdict.
     *
     * @param most how many trials, at least 1
     */
    record AllPass(int most) implements Gate {

        /** Checks the range. */
        public AllPass {
            GateText.checkMost(most);
        }

        @Override
        public int enough() {
            return most;
        }

        @Override
        public String text() {
            return most == 1 ? "1 trial must pass" : "all of " + most + " trials must pass";
        }

        @Override
        public Optional<Ruling> rule(List<Trial> counted) {
            Optional<Ruling> missed = counted.stream()
                    .filter(trial -> trial.verdict() != Verdict.PASS)
                    .findFirst()
                    .map(trial -> new Ruling(
                            trial.verdict(), "trial " + trial.spec().number() + " did not pass, and all must"));
            if (missed.isPresent() || counted.size() < most) {
                return missed;
            }
            return Optional.of(new Ruling(Verdict.PASS, counted.size() + " of " + most + " trials passed"));
        }
    }

    /**
     * A quantile of R3 must lie within the RTO, shown by the upper ends of a fixed number of trials.
     *
     * @param quantile above 0 and below 1
     * @param confidence above 0 and below 1
     * @param most how many trials
     * @param rto the limit
     */
    record Quantile(double quantile, double confidence, int most, Duration rto) implements Gate {

        /** Checks the ranges. */
        public Quantile {
            GateText.checkMost(most);
            if (!(quantile > 0 && quantile < 1 && confidence > 0 && confidence < 1)) {
                throw new IllegalArgumentException(
                        "a quantile and a confidence above 0 and below 1, not " + quantile + " and " + confidence);
            }
        }

        @Override
        public int enough() {
            return QuantileBound.trialsNeeded(quantile, confidence);
        }

        /** The quantile as people write it, such as {@code p90}. */
        public String name() {
            return "p" + GateText.percent(quantile);
        }

        @Override
        public String text() {
            return name() + " of R3 <= " + Nanos.seconds(rto.toNanos()) + " at " + GateText.percent(confidence)
                    + " % confidence, by " + most + " trials";
        }

        @Override
        public Optional<Ruling> rule(List<Trial> counted) {
            Optional<Trial> broken =
                    counted.stream().filter(Trial::brokenPromise).findFirst();
            if (broken.isPresent()) {
                return Optional.of(new Ruling(
                        Verdict.FAIL,
                        "trial " + broken.get().spec().number()
                                + " failed for another reason than time, which no quantile excuses"));
            }
            if (most < enough()) {
                return counted.size() < most
                        ? Optional.empty()
                        : Optional.of(new Ruling(Verdict.INCONCLUSIVE, most + " trials are fewer than " + enough()));
            }
            return ofTimes(counted);
        }

        /** Decided once the trials still to come could be as good, or as bad, as they like. */
        private Optional<Ruling> ofTimes(List<Trial> counted) {
            String claim = name() + " of R3 <= " + Nanos.seconds(rto.toNanos());
            if (bound(counted, Bracket.NEVER).orElseThrow() <= rto.toNanos()) {
                return Optional.of(new Ruling(Verdict.PASS, claim + " holds"));
            }
            long slow = counted.stream()
                    .filter(trial -> trial.upperEnd(rto.toNanos()) > rto.toNanos())
                    .count();
            return bound(counted, 0).orElseThrow() <= rto.toNanos()
                    ? Optional.empty()
                    : Optional.of(new Ruling(
                            Verdict.FAIL,
                            claim + " can no longer be shown: " + slow + " of " + counted.size() + " trials "
                                    + (slow == 1 ? "was" : "were") + " not shown to be within it"));
        }

        /** The upper bound of the quantile if every trial still to come took this long; empty when trials are too few. */
        OptionalLong bound(List<Trial> counted, long others) {
            List<Long> ends = new ArrayList<>(Collections.nCopies(Math.max(0, most - counted.size()), others));
            counted.forEach(trial -> ends.add(trial.upperEnd(rto.toNanos())));
            return QuantileBound.upper(ends, quantile, confidence);
        }
    }

    /**
     * Wald's sequential test on passing trials; one that is inconclusive counts against passing, but fails nothing alone.
     *
     * @param plan the rates told apart, and how surely
     * @param most after how many trials it gives up
     */
    record Sequential(SprtPlan plan, int most) implements Gate {

        /** Checks the range. */
        public Sequential {
            GateText.checkMost(most);
        }

        @Override
        public int enough() {
            int passes = 1;
            while (passes <= most && plan.decide(passes, 0) != Decision.ACCEPT) {
                passes++;
            }
            return passes;
        }

        @Override
        public String text() {
            return "sequential test: passes " + GateText.percent(plan.good()) + " % of trials rather than "
                    + GateText.percent(plan.bad()) + " %, by at most " + most + " trials";
        }

        /** So that even the earliest acceptance has seen the whole period. */
        @Override
        public int spread() {
            return Math.min(most, enough());
        }

        @Override
        public Optional<Ruling> rule(List<Trial> counted) {
            int passes = count(counted, Verdict.PASS);
            int failures = count(counted, Verdict.FAIL);
            int unclear = counted.size() - passes - failures;
            String tally = passes + " of " + counted.size() + " trials passed";
            if (plan.decide(passes, failures) == Decision.REJECT) {
                return Optional.of(new Ruling(Verdict.FAIL, tally));
            }
            return switch (plan.decide(passes, failures + unclear)) {
                case ACCEPT -> Optional.of(new Ruling(Verdict.PASS, tally));
                case REJECT ->
                    Optional.of(new Ruling(Verdict.INCONCLUSIVE, tally + ", " + unclear + " were inconclusive"));
                case CONTINUE ->
                    counted.size() < most
                            ? Optional.empty()
                            : Optional.of(new Ruling(Verdict.INCONCLUSIVE, tally + ", which decides nothing"));
            };
        }

        private static int count(List<Trial> trials, Verdict verdict) {
            return (int)
                    trials.stream().filter(trial -> trial.verdict() == verdict).count();
        }
    }
}
