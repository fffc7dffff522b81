package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The opt-in that a run needs before it may break running systems in production: the experiment's file names the environment,
 * so does whoever starts the run, and its name is typed once more. Systems that the run starts itself need none of this.
 *
 * @param environment where this process works, {@link #ENVIRONMENT}; it is production when its name begins with {@code prod}
 * @param allowed the environment that may be broken from here, {@link #ALLOW}
 * @param confirmed the name that was typed
 */
public record Production(Optional<String> environment, Optional<String> allowed, Optional<String> confirmed) {

    /** The variable that names the environment that a process works in. */
    public static final String ENVIRONMENT = "AFTERSHOCK_ENVIRONMENT";

    /** The variable that allows production to be broken, by its name. */
    public static final String ALLOW = "AFTERSHOCK_ALLOW_PRODUCTION";

    private static final String PREFIX = "prod";

    /** What the variables of this process say; nothing is confirmed yet. */
    public static Production ofProcess() {
        return of(System.getenv());
    }

    static Production of(Map<String, String> variables) {
        return new Production(variable(variables, ENVIRONMENT), variable(variables, ALLOW), Optional.empty());
    }

    private static Optional<String> variable(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The same, with the name that was typed. */
    public Production confirmedAs(String name) {
        return new Production(environment, allowed, Optional.of(name.strip()));
    }

    /** The production environment in which a plan breaks systems that run already; empty when it does not. */
    public Optional<String> brokenBy(Plan plan) {
        return here().filter(name -> plan.breaksRunningSystems());
    }

    /** The environment in which this process works when it is production. */
    Optional<String> here() {
        return environment.filter(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX));
    }

    /**
     * Refuses what was not opted in.
     *
     * @throws InvalidInputException with everything that is missing
     */
    void refuse(Plan plan) {
        Problems problems = new Problems();
        brokenBy(plan).ifPresent(name -> {
            if (!namesIt(plan, name)) {
                Safeguards safeguards = plan.experiment().safeguards();
                problems.add(
                        plan.read().places().of(safeguards, "allow-production"),
                        "the faults touch systems of '" + name + "' (" + ENVIRONMENT
                                + "), which the file does not allow",
                        "safeguards: {allow-production: [" + name + "]} when that is meant");
            }
            if (!allowed.equals(Optional.of(name))) {
                problems.add(
                        place(ALLOW), "it does not allow '" + name + "'", ALLOW + "=" + name + " when that is meant");
            }
            if (!confirmed.equals(Optional.of(name))) {
                problems.add(
                        place("--confirm"),
                        confirmed
                                .map(typed -> "'" + typed + "' is not '" + name + "'")
                                .orElse("'" + name + "' was not confirmed"),
                        "the name typed once more, or --confirm " + name);
            }
        });
        problems.throwIfAny();
    }

    /** One line for each opt-in that such a plan needs, with what there is; nothing when it needs none. */
    public List<String> described(Plan plan) {
        return brokenBy(plan)
                .map(name -> List.of(
                        "breaks running systems of '" + name + "': allowed by the file: " + yes(namesIt(plan, name))
                                + "; by " + ALLOW + ": " + yes(allowed.equals(Optional.of(name)))
                                + "; its name must be typed"))
                .orElse(List.of());
    }

    private static boolean namesIt(Plan plan, String name) {
        return plan.experiment().safeguards().allowProduction().contains(name);
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static Place place(String name) {
        return new Place(name, 0, 0);
    }
}
