package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.HttpTarget;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code spring-exception}: calls of beans fail with an exception, in the application itself.
 *
 * @param target the application
 * @param type which exception, of a few that any application has
 * @param watch which sorts of beans
 * @param beans single beans by their names
 * @param oneIn of how many calls one, 1 to 10,000
 * @param canary what must answer with an error, as the proof that requests meet it
 */
public record SpringException(
        @Setting("The application.") @Needs(ChaosMonkeyTarget.class)
        String target,

        @Setting(value = "Which exception.", byDefault = "runtime")
        Thrown type,

        @Setting(value = "Sorts of beans: service, repository, rest-controller and others.", byDefault = "")
        List<Watcher> watch,

        @Setting(value = "Single beans, by their names.", byDefault = "")
        List<String> beans,

        @Setting(value = "Of how many calls one fails.", byDefault = "1")
        int oneIn,

        @Setting("An http target that answers with an error then: the proof that requests meet it.")
        @Needs(value = HttpTarget.class, observed = true)
        Optional<String> canary) {

    /** Checks the ranges. */
    public SpringException {
        new Aim(target, watch, beans, oneIn, canary).check();
    }

    /** Makes {@code spring-exception} faults. Thread-safe. */
    public static final class Provider extends AssaultProvider<SpringException> {

        private static final int FIRST_ERROR = 500;

        @Override
        public String kind() {
            return "spring-exception";
        }

        @Override
        public String summary() {
            return "Makes calls of beans fail, by Chaos Monkey for Spring Boot.";
        }

        @Override
        public Class<SpringException> settings() {
            return SpringException.class;
        }

        @Override
        Aim aim(SpringException settings) {
            return new Aim(settings.target(), settings.watch(), settings.beans(), settings.oneIn(), settings.canary());
        }

        @Override
        String deed(SpringException settings) {
            return "a " + settings.type().className();
        }

        @Override
        void arm(SpringException settings, ObjectNode assaults) {
            assaults.put("exceptionsActive", true);
            ObjectNode exception = assaults.putObject("exception");
            exception.put("type", settings.type().className()).put("method", "<init>");
            exception
                    .putArray("arguments")
                    .addObject()
                    .put("type", "java.lang.String")
                    .put("value", "thrown by a resilience test");
        }

        @Override
        boolean shows(SpringException settings, Canary.Answer answer) {
            return answer.status() >= FIRST_ERROR || answer.status() == 0;
        }
    }
}
