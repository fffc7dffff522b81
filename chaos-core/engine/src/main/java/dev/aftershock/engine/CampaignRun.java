package dev.aftershock.engine;

import dev.aftershock.statistics.Phases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One execution of a campaign; used once. After every trial, everything known is on disk. */
final class CampaignRun {

    /** So many trials may prove nothing and are replaced, and one more for every ten that count. */
    private static final int INVALID_REPLACED = 2;

    private static final int COUNTED_PER_INVALID = 10;

    private final Campaign.Header header;
    private final CampaignOptions options;
    private final Map<String, Duration> timers;
    private final Around around;
    private final List<Trial> trials = new ArrayList<>();

    /** What a campaign shares with whoever started it: who runs a trial, who watches, and why to end early, if at all. */
    record Around(TrialRunner runner, CampaignListener listener, Supplier<Optional<String>> stopped) {}

    /** Runs one trial to its end. */
    @FunctionalInterface
    interface TrialRunner {
        Trial run(Trial.TrialSpec spec) throws IOException;
    }

    CampaignRun(Campaign.Header header, CampaignOptions options, Map<String, Duration> timers, Around around) {
        this.header = header;
        this.options = options;
        this.timers = timers;
        this.around = around;
    }

    Campaign execute(Path directory) throws IOException {
        Campaign soFar = soFar(directory);
        while (!soFar.outcome().ended()) {
            soFar = advance(directory);
        }
        return soFar;
    }

    /** What the trials so far show, once it is on disk. */
    Campaign soFar(Path directory) throws IOException {
        Campaign campaign = campaign(rule());
        CampaignStore.write(directory, campaign);
        return campaign;
    }

    /** Runs one more trial, and then tells the same. */
    Campaign advance(Path directory) throws IOException {
        Trial.TrialSpec spec = next();
        around.listener().trialBegins(spec.number(), atMost());
        Trial trial = around.runner().run(spec);
        trials.add(trial);
        around.listener().trialEnded(trial, atMost());
        return soFar(directory);
    }

    /** How many trials there are if none is decided earlier. */
    int atMost() {
        return options.gate().most() + uncounted();
    }

    private Trial.TrialSpec next() {
        int number = trials.size() + 1;
        long seed = new SplittableRandom(header.seed())
                        .longs(number)
                        .skip(number - 1L)
                        .findFirst()
                        .orElseThrow()
                >>> 1;
        return new Trial.TrialSpec(number, String.format(Locale.ROOT, "trial-%02d", number), seed, phase());
    }

    /** A trial that does not count leaves its part of the period to the next one. */
    private Duration phase() {
        int index = trials.size() - uncounted();
        int spread = options.gate().spread();
        double[] phases = Phases.stratified(spread, header.seed() + index / spread);
        return Duration.ofNanos(
                Math.round(phases[index % spread] * header.period().toNanos()));
    }

    private int uncounted() {
        return trials.size() - Campaign.counted(trials).size();
    }

    private Optional<Gate.Ruling> rule() {
        List<Trial> leaked = of(Verdict.LEAKED);
        if (!leaked.isEmpty()) {
            return Optional.of(new Gate.Ruling(
                    Verdict.LEAKED,
                    "trial " + leaked.get(0).spec().number() + " left something that could not be verified healed"));
        }
        Optional<Gate.Ruling> invalid = invalid();
        if (invalid.isPresent()) {
            return invalid;
        }
        Optional<Gate.Ruling> ruling = options.gate().rule(Campaign.counted(trials));
        return ruling.isPresent() ? ruling : endedEarly();
    }

    /** Too many trials that prove nothing, or one of them that lost what its clock need not be trusted to tell. */
    private Optional<Gate.Ruling> invalid() {
        List<Trial> invalid = of(Verdict.INVALID);
        Optional<Trial> broken = invalid.stream().filter(Trial::brokenPromise).findFirst();
        if (broken.isPresent()) {
            return Optional.of(new Gate.Ruling(
                    Verdict.INVALID,
                    "trial " + broken.get().spec().number()
                            + " is invalid, yet failed for another reason than time, so it cannot be replaced"));
        }
        int replaced = INVALID_REPLACED + Campaign.counted(trials).size() / COUNTED_PER_INVALID;
        return invalid.size() <= replaced
                ? Optional.empty()
                : Optional.of(new Gate.Ruling(
                        Verdict.INVALID,
                        invalid.size() + " of " + trials.size() + " trials proved nothing, and " + replaced
                                + " are replaced"));
    }

    private Optional<Gate.Ruling> endedEarly() {
        return around.stopped()
                .get()
                .map(reason -> new Gate.Ruling(Verdict.INCONCLUSIVE, "ended before it was decided: " + reason));
    }

    private List<Trial> of(Verdict verdict) {
        return trials.stream().filter(trial -> trial.verdict() == verdict).toList();
    }

    private Campaign campaign(Optional<Gate.Ruling> ruling) {
        List<Trial> counted = Campaign.counted(trials);
        Verdict verdict = ruling.map(Gate.Ruling::verdict).orElse(Verdict.INCONCLUSIVE);
        CampaignClaims claims = CampaignClaims.of(options.gate(), counted, verdict);
        return new Campaign(
                header,
                trials,
                new Campaign.Outcome(
                        ruling.isPresent(),
                        verdict,
                        ruling.map(Gate.Ruling::why).orElse("not decided yet"),
                        claims.bounds,
                        claims.proven,
                        claims.notProven,
                        CampaignSight.of(counted, timers)));
    }
}
