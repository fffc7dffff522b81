package dev.aftershock.toxiproxy;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.toxiproxy.ProxySwitch.Seen;
import dev.aftershock.toxiproxy.Wire.Sight;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Undoes the faults on links, and looks whether that worked: at the server's own word and on the wire. */
final class LinkUndo {

    /** Whether it closes at once is told, but proves nothing: not worth more of the time that healing takes. */
    private static final Duration GLANCE = Duration.ofMillis(1);

    private final Servers servers;
    private final Wire wire;

    LinkUndo(Servers servers, Wire wire) {
        this.servers = servers;
        this.wire = wire;
    }

    /** Desired state: the proxy, if there still is one, is enabled. */
    void enable(UndoRecipe recipe) throws IOException {
        if (Recipes.goneWithItsHost(recipe).isPresent()) {
            return;
        }
        servers.proxySwitch(Recipes.api(recipe)).enable(Recipes.proxy(recipe));
    }

    /** Desired state: none of the recipe's toxics is there. */
    void removeToxics(UndoRecipe recipe) throws IOException {
        if (Recipes.goneWithItsHost(recipe).isPresent()) {
            return;
        }
        ToxicApi toxics = servers.toxics(Recipes.api(recipe));
        for (String toxic : Recipes.toxics(recipe)) {
            toxics.remove(Recipes.proxy(recipe), toxic);
        }
    }

    HealCheck verify(UndoRecipe recipe) throws IOException {
        Optional<String> gone = Recipes.goneWithItsHost(recipe);
        if (gone.isPresent()) {
            return HealCheck.healed(gone.get());
        }
        String where = "'" + Recipes.proxy(recipe) + "' on " + Recipes.api(recipe);
        Optional<Seen> seen = servers.proxySwitch(Recipes.api(recipe)).look(Recipes.proxy(recipe));
        if (seen.isEmpty()) {
            return HealCheck.healed("there is no proxy " + where + " any more, and so no fault on it");
        }
        List<String> left = Recipes.toxics(recipe).stream()
                .filter(seen.get().toxics()::contains)
                .toList();
        if (!left.isEmpty()) {
            return HealCheck.notHealed("still on the proxy " + where + ": " + left);
        }
        return seen.get().enabled() ? onTheWire(recipe, where) : disabled(recipe, where);
    }

    private HealCheck onTheWire(UndoRecipe recipe, String where) throws IOException {
        Sight sight = wire.look(Recipes.listen(recipe), Knock.NONE, GLANCE);
        String address = Addresses.write(Recipes.listen(recipe));
        if (!sight.accepted()) {
            return HealCheck.notHealed("the proxy " + where + " is enabled, but " + address + " refuses connections");
        }
        // A link that is up closes at once when its upstream is dead; that is the upstream's outage, not the fault.
        String upstream = sight.ended() ? ", and closes them at once as a dead upstream makes it" : "";
        return HealCheck.healed("the proxy " + where + " is enabled without our toxics, and " + address
                + " accepts connections" + upstream);
    }

    private static HealCheck disabled(UndoRecipe recipe, String where) {
        return Recipes.toxics(recipe).isEmpty()
                ? HealCheck.notHealed("the proxy " + where + " is still disabled")
                : HealCheck.healed("our toxics are gone from the proxy " + where + ", which another fault keeps down");
    }
}
