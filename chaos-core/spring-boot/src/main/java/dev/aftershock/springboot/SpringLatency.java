package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.HttpTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code spring-latency}: calls of beans take longer, in the application itself. Calls that wait when it is
 * healed wait to their end.
 *
 * @param target the application
 * @param value how much longer, in whole milliseconds up to a minute
 * @param watch which sorts of beans
 * @param beans single beans by their names
 * @param oneIn of how many calls one, 1 to 10,000
 * @param canary what must answer later, as the proof that requests meet it
 */
public record SpringLatency(
        @Setting("The application.") @Needs(ChaosMonkeyTarget.class)
        String target,

        @Setting("How much longer a call takes.") Duration value,

        @Setting(value = "Sorts of beans: service, repository, rest-controller and others.", byDefault = "")
        List<Watcher> watch,

        @Setting(value = "Single beans, by their names.", byDefault = "")
        List<String> beans,

        @Setting(value = "Of how many calls one takes longer.", byDefault = "1")
        int oneIn,

        @Setting("An http target whose answers come later then: the proof that requests meet it.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Checks the ranges. */
    public SpringLatency {
        new Aim(target, watch, beans, oneIn, canary).check();
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'value' is " + Quantities.format(value)
                    + "; expected 1 ms or more, at most " + Quantities.format(LONGEST));
        }
        if (canary.isPresent() && value.compareTo(Canary.BOUND) >= 0) {
            throw new IllegalArgumentException("'value' is " + Quantities.format(value)
                    + ", for which no canary is waited; expected less than " + Quantities.format(Canary.BOUND)
                    + ", or no 'canary'");
        }
    }

    /** Makes {@code spring-latency} faults. Thread-safe. */
    public static final class Provider extends AssaultProvider<SpringLatency> {

        @Override
        public String kind() {
            return "spring-latency";
        }

        @Override
        public String summary() {
            return "Makes calls of beans take longer, by Chaos Monkey for Spring Boot.";
        }

        @Override
        public Class<SpringLatency> settings() {
            return SpringLatency.class;
        }

        @Override
        Aim aim(SpringLatency settings) {
            return new Aim(settings.target(), settings.watch(), settings.beans(), settings.oneIn(), settings.canary());
        }

        @Override
        String deed(SpringLatency settings) {
            return Quantities.format(settings.value()) + " more";
        }

        @Override
        void arm(SpringLatency settings, ObjectNode assaults) {
            long millis = settings.value().toMillis();
            assaults.put("latencyActive", true).put("latencyRangeStart", millis).put("latencyRangeEnd", millis);
        }

        @Override
        boolean shows(SpringLatency settings, Canary.Answer answer) {
            return answer.after().compareTo(settings.value()) >= 0;
        }
    }
}
