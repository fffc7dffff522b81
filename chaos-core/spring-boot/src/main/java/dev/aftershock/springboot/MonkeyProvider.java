package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.Calls;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the providers of all assaults share: what Chaos Monkey was set to is read before, and restored after. */
abstract class MonkeyProvider<S extends Record> implements FaultProvider<S> {

    private static final List<String> ASSAULTS_OFF =
            List.of("latencyActive", "exceptionsActive", "killApplicationActive", "memoryActive", "cpuActive");

    private static final Duration BOUND = Duration.ofSeconds(6);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Calls calls = new Calls(BOUND);

    /** Adds what makes the assault to what turns all others off. */
    abstract void arm(S settings, Snapshot wanted);

    final Calls calls() {
        return calls;
    }

    /**
     * What an application is to be set to, and is now.
     *
     * @throws InvalidInputException when there is no Chaos Monkey, or somebody else has enabled it
     */
    final Exchange exchange(S settings, ChaosMonkeyTarget target) throws IOException {
        Actuator actuator = new Actuator(target.endpoint(), target.login(), client, calls);
        JsonNode now = disabled(actuator);
        Snapshot wanted = off(now);
        arm(settings, wanted);
        return new Exchange(actuator, actuator.place(), wanted, wanted.in(now));
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

    /** All that decides on what is assaulted and how: nothing of it is left to how an application is configured. */
    private static Snapshot off(JsonNode now) {
        Snapshot off = Snapshot.empty();
        ASSAULTS_OFF.forEach(member -> off.assaults().put(member, false));
        emptied(off.assaults(), "watchedCustomServices", now.path("assaultProperties"));
        off.watchers().put("actuatorHealth", false);
        emptied(off.watchers(), "beanClasses", now.path("watcherProperties"));
        for (Watcher watcher : Watcher.values()) {
            off.watchers().put(watcher.key(), false);
        }
        off.watchers().putArray("beans");
        return off;
    }

    /** Lists that an application does not show could not be restored, and are none. */
    private static void emptied(ObjectNode wanted, String list, JsonNode now) {
        if (now.hasNonNull(list)) {
            wanted.putArray(list);
        }
    }

    final Actuator actuator(UndoRecipe recipe) {
        String login = recipe.fact(Exchange.LOGIN);
        return new Actuator(
                URI.create(recipe.fact(Exchange.ENDPOINT)),
                login.isEmpty() ? Optional.empty() : Optional.of(Path.of(login)),
                client,
                calls);
    }

    @Override
    public final String object(UndoRecipe recipe) {
        return "Chaos Monkey at " + recipe.fact(Exchange.PLACE);
    }

    /** An application that is gone keeps nothing: one in its place begins as it is configured. */
    boolean isGone(Actuator actuator) throws IOException {
        return actuator.isGone();
    }

    @Override
    public final void heal(UndoRecipe recipe, HealContext context) throws IOException {
        Actuator actuator = actuator(recipe);
        if (!isGone(actuator)) {
            Exchange.restore(actuator, Exchange.before(recipe));
        }
    }

    @Override
    public final HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
        Actuator actuator = actuator(recipe);
        if (isGone(actuator)) {
            return HealCheck.healed("no Chaos Monkey answers at " + actuator.endpoint() + " any more");
        }
        JsonNode now = actuator.settings();
        List<String> missing = Exchange.before(recipe).missing(now);
        if (Actuator.isEnabled(now, true)) {
            missing.add("it is enabled");
        }
        return missing.isEmpty()
                ? HealCheck.healed("Chaos Monkey at " + actuator.endpoint() + " is disabled, and set to what it was")
                : HealCheck.notHealed("Chaos Monkey at " + actuator.endpoint() + ": " + String.join(", ", missing));
    }
}
