package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Revert;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An assault that is ready to be made.
 *
 * @param wanted what the application is set to for it
 * @param before what it was set to
 * @param canary shows the effect, where there is one
 */
record PreparedAssault<S extends Record>(
        AssaultProvider<S> provider,
        S settings,
        String target,
        Actuator actuator,
        Snapshot wanted,
        Snapshot before,
        Optional<Canary> canary)
        implements PreparedFault {

    private static final Pattern FLAG = Pattern.compile("\"\\w+\":(true|false)");

    @Override
    public UndoRecipe undo() {
        return new UndoRecipe(
                provider.kind(),
                target,
                Map.of(
                        AssaultProvider.ENDPOINT,
                        actuator.endpoint().toString(),
                        AssaultProvider.LOGIN,
                        actuator.login().map(Path::toString).orElse(""),
                        AssaultProvider.ASSAULTS,
                        before.assaults().toString(),
                        AssaultProvider.WATCHERS,
                        before.watchers().toString()));
    }

    /** A guard has neither a login nor TLS for it. */
    @Override
    public Bound bound() {
        URI endpoint = actuator.endpoint();
        if (!"http".equals(endpoint.getScheme()) || actuator.login().isPresent()) {
            return new Bound.None("a guard cannot log in at " + endpoint + ", or not by https");
        }
        String status = endpoint.getRawPath() + "/status";
        return new Bound.ByGuard(List.of(
                revert("/disable", "", status, List.of("\"enabled\":false")),
                restore(AssaultProvider.ASSAULTS, before.assaults().toString()),
                restore(AssaultProvider.WATCHERS, before.watchers().toString())));
    }

    private Remedy restore(String what, String json) {
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

    /** What it is set to is read again before it is enabled: not all that it answers well to does it take. */
    @Override
    public void inject() throws IOException {
        actuator.post(AssaultProvider.WATCHERS, wanted.watchers().toString());
        actuator.post(AssaultProvider.ASSAULTS, wanted.assaults().toString());
        List<String> missing = wanted.missing(actuator.settings());
        if (!missing.isEmpty()) {
            throw new IOException("Chaos Monkey at " + actuator.endpoint() + " did not take all of it: "
                    + String.join(", ", missing));
        }
        actuator.post("enable", "");
    }

    @Override
    public Optional<String> effect() throws IOException {
        JsonNode now = actuator.settings();
        boolean set = Actuator.isEnabled(now, false) && wanted.missing(now).isEmpty();
        if (!set) {
            return Optional.empty();
        }
        if (canary.isEmpty()) {
            return Optional.of("read back from " + actuator.endpoint() + ": " + provider.deed(settings)
                    + "; without a canary it is not seen whether requests meet it");
        }
        return canary.get().look(answer -> provider.shows(settings, answer));
    }
}
