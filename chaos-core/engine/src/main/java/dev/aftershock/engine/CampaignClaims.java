package dev.aftershock.engine;

import dev.aftershock.engine.Campaign.Bound;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.statistics.PassRate;
import dev.aftershock.statistics.QuantileBound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/** Says in plain words what the counted trials of a campaign prove under its gate, and what they do not. */
final class CampaignClaims {

    private static final double CONFIDENCE = 0.95;
    private static final double[] ROUND_RATES = {0.9, 0.95, 0.99};

    private final List<Trial> counted;
    private final Verdict verdict;
    final List<Bound> bounds = new ArrayList<>();
    final List<String> proven = new ArrayList<>();
    final List<String> notProven = new ArrayList<>();

    private CampaignClaims(List<Trial> counted, Verdict verdict) {
        this.counted = counted;
        this.verdict = verdict;
    }

    static CampaignClaims of(Gate gate, List<Trial> counted, Verdict verdict) {
        CampaignClaims claims = new CampaignClaims(counted, verdict);
        counted.stream()
                .filter(trial -> trial.verdict() == Verdict.FAIL)
                .findFirst()
                .ifPresent(trial -> claims.proven.add(
                        "that it can fail: trial " + trial.spec().number() + " did"));
        if (gate instanceof Gate.AllPass) {
            claims.allPass();
        } else if (gate instanceof Gate.Quantile quantile) {
            claims.quantile(quantile);
        } else if (gate instanceof Gate.Sequential sequential) {
            claims.sequential(sequential);
        }
        claims.loss();
        claims.notProven.add("anything about another machine, load or fault than these trials had");
        return claims;
    }

    private void allPass() {
        if (verdict != Verdict.PASS) {
            notProven.add("that a trial passes with any given probability");
            return;
        }
        double rate = PassRate.lower(counted.size(), counted.size(), CONFIDENCE);
        bounds.add(new Bound("pass-rate-at-least", rate, CONFIDENCE));
        proven.add("a trial passes with a probability of at least " + share(Math.floor(rate * 100) / 100) + " at 95 % "
                + "confidence");
        DoubleStream.of(ROUND_RATES)
                .filter(next -> next > rate)
                .findFirst()
                .ifPresent(next -> notProven.add("a pass probability above that; " + share(next) + " takes "
                        + QuantileBound.trialsNeeded(next, CONFIDENCE) + " trials that all pass"));
    }

    private void quantile(Gate.Quantile gate) {
        String confidence = " at " + GateText.percent(gate.confidence()) + " % confidence";
        OptionalLong bound = gate.bound(counted, Bracket.NEVER);
        if (bound.isEmpty() || bound.getAsLong() == Bracket.NEVER) {
            notProven.add("any upper bound of " + gate.name() + " of R3" + confidence
                    + (gate.most() < gate.enough() ? "; that takes " + gate.enough() + " trials" : ""));
            return;
        }
        bounds.add(new Bound(gate.name() + "-at-most-ns", bound.getAsLong(), gate.confidence()));
        proven.add(gate.name() + " of R3 <= " + Nanos.seconds(bound.getAsLong()) + confidence);
        notProven.add("how slow the slowest " + GateText.percent(1 - gate.quantile()) + " % of recoveries are"
                + (gate.quantile() < CONFIDENCE
                        ? "; p95" + confidence + " takes " + QuantileBound.trialsNeeded(CONFIDENCE, gate.confidence())
                                + " trials"
                        : ""));
    }

    private void sequential(Gate.Sequential gate) {
        if (verdict == Verdict.PASS) {
            bounds.add(new Bound(
                    "pass-rate-above", gate.plan().bad(), 1 - gate.plan().beta()));
            proven.add("a trial passes with a probability above "
                    + share(gate.plan().bad())
                    + ": a system no better than that gets this far in at most "
                    + GateText.percent(gate.plan().beta()) + " % of campaigns");
            notProven.add("a pass probability of " + share(gate.plan().good()) + " or more");
        } else if (verdict == Verdict.FAIL) {
            bounds.add(new Bound(
                    "pass-rate-below", gate.plan().good(), 1 - gate.plan().alpha()));
            proven.add("a trial passes with a probability below "
                    + share(gate.plan().good())
                    + ": a system as good as that is rejected in at most "
                    + GateText.percent(gate.plan().alpha()) + " % of campaigns");
        } else {
            notProven.add("whether a trial passes with a probability nearer "
                    + share(gate.plan().good()) + " or "
                    + share(gate.plan().bad()));
        }
        notProven.add("any quantile of R3");
    }

    /** The rule behind the bound when nothing was lost: 1 - 0.05^(1/k), Clopper and Pearson (1934). */
    private void loss() {
        List<Trial> compared =
                counted.stream().filter(trial -> trial.lost().isPresent()).toList();
        long losing =
                compared.stream().filter(trial -> trial.lost().getAsLong() > 0).count();
        if (compared.isEmpty()) {
            return;
        }
        if (losing > 0) {
            proven.add("that acknowledged writes can be lost: they were in " + losing + " of " + compared.size()
                    + " trials");
            return;
        }
        double rate = PassRate.upper(0, compared.size(), CONFIDENCE);
        bounds.add(new Bound("loss-rate-at-most", rate, CONFIDENCE));
        String most = share(Math.ceil(rate * 100) / 100);
        proven.add("no acknowledged write was lost in " + compared.size()
                + " trials, so a trial loses some with a probability of at most " + most + " at 95 % confidence");
        notProven.add("that none is ever lost: what is rarer than that may have stayed unseen");
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
