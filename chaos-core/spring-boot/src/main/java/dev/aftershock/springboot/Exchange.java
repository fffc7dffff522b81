package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.engine.Bound;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Revert;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Chaos Monkey of an application is set to for a fault, and what it was set to before.
 *
 * @param place the same for all spellings of the actuator's address
 * @param wanted what it is set to
 * @param before what is restored
 */
record Exchange(Actuator actuator, String place, Snapshot wanted, Snapshot before) {

    static final String ENDPOINT = "endpoint";
    static final String LOGIN = "login";
    static final String PLACE = "place";

    /** The facts of recipes about what was set before, and the last parts of the paths where it is set. */
    private static final String ASSAULTS = "assaults";

    private static final String WATCHERS = "watchers";

    private static final Pattern FLAG = Pattern.compile("\"\\w+\":(true|false)");

    UndoRecipe undo(String kind, String target) {
        return new UndoRecipe(
                kind,
                target,
                Map.of(
                        ENDPOINT,
                        actuator.endpoint().toString(),
                        LOGIN,
                        actuator.login().map(Path::toString).orElse(""),
                        PLACE,
                        place,
                        ASSAULTS,
                        before.assaults().toString(),
                        WATCHERS,
                        before.watchers().toString()));
    }

    static Snapshot before(UndoRecipe recipe) {
        return Snapshot.read(recipe.fact(ASSAULTS), recipe.fact(WATCHERS));
    }

    /** A guard has neither a login nor TLS for it. */
    Bound bound() {
        URI endpoint = actuator.endpoint();
        if (!"http".equals(endpoint.getScheme()) || actuator.login().isPresent()) {
            return new Bound.None("a guard cannot log in at " + endpoint + ", or not by https");
        }
        String status = endpoint.getRawPath() + "/status";
        return new Bound.ByGuard(List.of(
                revert("/disable", "", status, List.of("\"enabled\":false")),
                restoring(ASSAULTS, before.assaults().toString()),
                restoring(WATCHERS, before.watchers().toString())));
    }

    private Remedy restoring(String what, String json) {
        return revert("/" + what, json, actuator.endpoint().getRawPath() + "/" + what, flags(json));
    }

    private Remedy revert(String post, String body, String look, List<String> shows) {
        URI endpoint = actuator.endpoint();
        URI server = URI.create("http://" + endpoint.getRawAuthority());
        return new Revert(server, endpoint.getRawPath() + post, body, look, shows);
    }

    /** Members that are on or off, as any writer of JSON without blanks shows them. */
    private static List<String> flags(String json) {
        return FLAG.matcher(json).results().map(MatchResult::group).toList();
    }

    /** Enables what is wanted. It is read again before that: not all that it answers well to does it take. */
    void make() throws IOException {
        actuator.post(WATCHERS, wanted.watchers().toString());
        actuator.post(ASSAULTS, wanted.assaults().toString());
        List<String> missing = wanted.missing(actuator.settings());
        if (!missing.isEmpty()) {
            throw new IOException("Chaos Monkey at " + actuator.endpoint() + " did not take all of it: "
                    + String.join(", ", missing));
        }
        actuator.post("enable", "");
    }

    /** Whether it is enabled, and set to what is wanted. */
    boolean stands() throws IOException {
        JsonNode now = actuator.settings();
        return Actuator.isEnabled(now, false) && wanted.missing(now).isEmpty();
    }

    /** Disables it, and sets it to what it was. */
    static void restore(Actuator actuator, Snapshot before) throws IOException {
        actuator.post("disable", "");
        actuator.post(ASSAULTS, before.assaults().toString());
        actuator.post(WATCHERS, before.watchers().toString());
    }
}
