package dev.aftershock.cli;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Gate;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.statistics.QuantileBound;
import dev.aftershock.statistics.SprtPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that make a run a campaign of repeated trials. */
final class CampaignArguments {

    private static final int MOST_TRIALS = 1_000;
    private static final int SEQUENTIAL_TRIALS = 60;
    private static final Duration LONGEST_PERIOD = Duration.ofHours(1);
    private static final String NUMBER = "(\\d{1,2}(?:\\.\\d{1,3})?)";
    private static final Pattern GATE = Pattern.compile("p" + NUMBER + "@" + NUMBER + "%");

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Repeat the run in N independent trials, which must all pass unless a gate says otherwise.")
    Optional<String> trials = Optional.empty();

    @Option(
            names = "--gate",
            paramLabel = "pQ@C%",
            description = "Show that the quantile of R3 is within the RTO with this confidence, such as p90@90%%; "
                    + "default trials: as many as that takes.")
    Optional<String> gate = Optional.empty();

    @Option(
            names = "--sprt",
            description = "Stop as soon as a sequential test tells 95 %% passing trials from 70 %%; at most --trials, "
                    + "default 60.")
    boolean sequential;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            description = "Spread the fault's phase over this time, the system's longest poll or lease; default: the "
                    + "steady state's 'for'.")
    Optional<String> period = Optional.empty();

    @Option(
            names = "--timer",
            paramLabel = "NAME=TIME",
            description = "A timer of the system, named beside modes of R3 that lie that far apart; may be repeated.")
    Map<String, String> timers = new LinkedHashMap<>();

    /**
     * What was asked for.
     *
     * @param gate what is to be shown
     * @param period over which the phase is spread; empty for the default
     * @param timers by name
     */
    record Request(Gate gate, Optional<Duration> period, Map<String, Duration> timers) {}

    /** The campaign asked for; empty when a single run was, or when problems were added. */
    Optional<Request> read(Optional<Experiment> experiment, Problems problems) {
        boolean wanted = trials.isPresent() || gate.isPresent() || sequential;
        if (!wanted && (period.isPresent() || !timers.isEmpty())) {
            String option = period.isPresent() ? "--period" : "--timer";
            problems.add(new Place(option, 0, 0), "it is about repeated trials", "--trials, --gate or --sprt with it");
        }
        Optional<Duration> spread = period.flatMap(text -> time("--period", text, problems));
        if (spread.isPresent() && spread.get().compareTo(LONGEST_PERIOD) > 0) {
            problems.add(new Place("--period", 0, 0), period.orElseThrow() + " is too long to wait", "at most 1h");
        }
        Map<String, Duration> known = new TreeMap<>();
        timers.forEach(
                (name, text) -> time("--timer " + name, text, problems).ifPresent(timer -> known.put(name, timer)));
        if (!wanted) {
            return Optional.empty();
        }
        return gate(experiment, problems).map(chosen -> new Request(chosen, spread, known));
    }

    private Optional<Gate> gate(Optional<Experiment> experiment, Problems problems) {
        OptionalInt most = trials(problems);
        boolean countOk = trials.isEmpty() || most.isPresent();
        if (gate.isPresent() && sequential) {
            problems.add(new Place("--sprt", 0, 0), "a campaign has one gate", "--gate or --sprt, not both");
        }
        if (gate.isPresent()) {
            return quantile(gate.get(), most, experiment, problems).filter(read -> countOk);
        }
        if (!countOk) {
            return Optional.empty();
        }
        return Optional.of(
                sequential
                        ? new Gate.Sequential(SprtPlan.byDefault(), most.orElse(SEQUENTIAL_TRIALS))
                        : new Gate.AllPass(most.orElseThrow()));
    }

    private OptionalInt trials(Problems problems) {
        if (trials.isEmpty()) {
            return OptionalInt.empty();
        }
        String text = trials.get();
        int count = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > MOST_TRIALS) {
            problems.add(
                    new Place("--trials", 0, 0), "'" + text + "' is no number of trials", "from 1 to " + MOST_TRIALS);
            return OptionalInt.empty();
        }
        return OptionalInt.of(count);
    }

    private static Optional<Gate> quantile(
            String text, OptionalInt trials, Optional<Experiment> experiment, Problems problems) {
        Place place = new Place("--gate", 0, 0);
        Optional<Duration> rto = experiment.flatMap(read -> read.objectives().rto());
        if (experiment.isPresent() && rto.isEmpty()) {
            problems.add(place, "a quantile of R3 is held against the RTO, and the experiment has none", "an rto");
        }
        Matcher matcher = GATE.matcher(text);
        if (!matcher.matches() || share(matcher.group(1)) == 0 || share(matcher.group(2)) == 0) {
            problems.add(
                    place,
                    "'" + text + "' is no gate",
                    "a quantile and a confidence above 0 and below 100, such as p90@90% or p50@95%");
            return Optional.empty();
        }
        double quantile = share(matcher.group(1));
        double confidence = share(matcher.group(2));
        int needed = QuantileBound.trialsNeeded(quantile, confidence);
        if (needed > MOST_TRIALS && trials.isEmpty()) {
            problems.add(place, "'" + text + "' takes " + needed + " trials", "a gate of at most " + MOST_TRIALS);
        }
        return rto.map(limit -> new Gate.Quantile(quantile, confidence, trials.orElse(needed), limit));
    }

    private static double share(String percent) {
        return new BigDecimal(percent).movePointLeft(2).doubleValue();
    }

    private static Optional<Duration> time(String option, String text, Problems problems) {
        Optional<Duration> read = Quantities.duration(text).filter(given -> !given.isZero());
        if (read.isEmpty()) {
            problems.add(
                    new Place(option, 0, 0), "'" + text + "' is no time", Quantities.DURATION_EXAMPLES + ", above 0s");
        }
        return read;
    }
}
