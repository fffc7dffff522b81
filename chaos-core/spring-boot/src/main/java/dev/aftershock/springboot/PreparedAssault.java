package dev.aftershock.springboot;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Revert;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        URI server = URI.create("http://" + endpoint.getRawAuthority());
        String path = endpoint.getRawPath();
        List<Remedy> remedies = new ArrayList<>();
        remedies.add(new Revert(server, path + "/disable", "", path + "/status", List.of("\"enabled\":false")));
        remedies.add(new Revert(
                server,
                path + "/assaults",
                before.assaults().toString(),
                path + "/assaults",
                flags(before.assaults().toString())));
        remedies.add(new Revert(
                server,
                path + "/watchers",
                before.watchers().toString(),
                path + "/watchers",
                flags(before.watchers().toString())));
        return new Bound.ByGuard(remedies);
    }

    /** Members that are on or off, as any writer of JSON without blanks shows them. */
    private static List<String> flags(String json) {
        return java.util.regex.Pattern.compile("\"\\w+\":(true|false)")
                .matcher(json)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    /** What it is set to is read again before it is enabled: not all that it answers well to does it take. */
    @Override
    public void inject() throws IOException {
        actuator.post("watchers", wanted.watchers().toString());
        actuator.post("assaults", wanted.assaults().toString());
        List<String> missing = wanted.missing(actuator.settings());
        if (!missing.isEmpty()) {
            throw new IOException("Chaos Monkey at " + actuator.endpoint() + " did not take all of it: "
                    + String.join(", ", missing));
        }
        actuator.post("enable", "");
    }

    @Override
    public Optional<String> effect() throws IOException {
        boolean set = actuator.settings()
                        .path("chaosMonkeyProperties")
                        .path("enabled")
                        .asBoolean(false)
                && wanted.missing(actuator.settings()).isEmpty();
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
