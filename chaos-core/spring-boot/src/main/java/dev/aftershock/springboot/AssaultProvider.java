package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Calls;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the providers of assaults on requests share. */
abstract class AssaultProvider<S extends Record> implements FaultProvider<S> {

    static final String ENDPOINT = "endpoint";
    static final String LOGIN = "login";

    /** The facts of recipes about what was set before, and the last parts of the paths where it is set. */
    static final String ASSAULTS = "assaults";

    static final String WATCHERS = "watchers";

    private static final List<String> ASSAULTS_OFF =
            List.of("latencyActive", "exceptionsActive", "killApplicationActive", "memoryActive", "cpuActive");

    private static final Duration BOUND = Duration.ofSeconds(6);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Calls calls = new Calls(BOUND);

    abstract Aim aim(S settings);

    /** What is done to a call, in words. */
    abstract String deed(S settings);

    /** Adds the members of {@code assaultProperties} that make the assault. */
    abstract void arm(S settings, ObjectNode assaults);

    /** What shows that a request to the canary met it, from its status and how long it took. */
    abstract boolean shows(S settings, Canary.Answer answer);

    @Override
    public final FaultPlan plan(S settings, List<TargetInfo> resolved) {
        return new FaultPlan(
                deed(settings) + " in " + aim(settings), "set Chaos Monkey to what it was, and disable it", true);
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        Aim aim = aim(settings);
        Optional<Canary> canary = aim.canary()
                .map(name ->
                        new Canary(context.targets().one(name, HttpTarget.class).base(), calls));
        List<PreparedFault> prepared = new ArrayList<>();
        for (Targets.Named<ChaosMonkeyTarget> found : context.targets().find(aim.target(), ChaosMonkeyTarget.class)) {
            Actuator actuator =
                    actuator(found.target().endpoint(), found.target().login());
            JsonNode now = disabled(actuator);
            Snapshot wanted = wanted(settings, now);
            prepared.add(new PreparedAssault<>(this, settings, found.name(), actuator, wanted, wanted.in(now), canary));
        }
        if (canary.isPresent()) {
            canary.get().requireCalm(answer -> shows(settings, answer));
        }
        return prepared;
    }

    /** All that decides on what is assaulted and how: nothing of it is left to how an application is configured. */
    private Snapshot wanted(S settings, JsonNode now) {
        Aim aim = aim(settings);
        Snapshot wanted = Snapshot.empty();
        wanted.assaults().put("level", aim.oneIn());
        ASSAULTS_OFF.forEach(member -> wanted.assaults().put(member, false));
        emptied(wanted.assaults(), "watchedCustomServices", now.path("assaultProperties"));
        arm(settings, wanted.assaults());
        wanted.watchers().put("actuatorHealth", false);
        emptied(wanted.watchers(), "beanClasses", now.path("watcherProperties"));
        for (Watcher watcher : Watcher.values()) {
            wanted.watchers().put(watcher.key(), aim.watch().contains(watcher));
        }
        ArrayNode beans = wanted.watchers().putArray("beans");
        aim.beans().forEach(beans::add);
        return wanted;
    }

    /** Lists that an application does not show could not be restored, and are none. */
    private static void emptied(ObjectNode wanted, String list, JsonNode now) {
        if (now.hasNonNull(list)) {
            wanted.putArray(list);
        }
    }

    private static JsonNode disabled(Actuator actuator) throws IOException {
        JsonNode now = actuator.settings();
        if (Actuator.isEnabled(now, false)) {
            throw InvalidInputException.of(
                    "Chaos Monkey at " + actuator.endpoint() + " is enabled already, by somebody else",
                    "one that is disabled: POST " + actuator.endpoint() + "/disable");
        }
        return now;
    }

    private Actuator actuator(URI endpoint, Optional<Path> login) {
        return new Actuator(endpoint, login, client, calls);
    }

    private Actuator actuator(UndoRecipe recipe) {
        String login = recipe.fact(LOGIN);
        return actuator(
                URI.create(recipe.fact(ENDPOINT)), login.isEmpty() ? Optional.empty() : Optional.of(Path.of(login)));
    }

    private static Snapshot before(UndoRecipe recipe) {
        return Snapshot.read(recipe.fact(ASSAULTS), recipe.fact(WATCHERS));
    }

    @Override
    public final String object(UndoRecipe recipe) {
        return "Chaos Monkey at " + recipe.fact(ENDPOINT);
    }

    /** An application that is gone keeps nothing: one in its place begins as it is configured. */
    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        Actuator actuator = actuator(recipe);
        if (actuator.isGone()) {
            return;
        }
        Snapshot before = before(recipe);
        actuator.post("disable", "");
        actuator.post(ASSAULTS, before.assaults().toString());
        actuator.post(WATCHERS, before.watchers().toString());
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        Actuator actuator = actuator(recipe);
        if (actuator.isGone()) {
            return HealCheck.healed("no Chaos Monkey answers at " + actuator.endpoint() + " any more");
        }
        JsonNode now = actuator.settings();
        List<String> missing = before(recipe).missing(now);
        if (Actuator.isEnabled(now, true)) {
            missing.add("it is enabled");
        }
        return missing.isEmpty()
                ? HealCheck.healed("Chaos Monkey at " + actuator.endpoint() + " is disabled, and set to what it was")
                : HealCheck.notHealed("Chaos Monkey at " + actuator.endpoint() + ": " + String.join(", ", missing));
    }
}
