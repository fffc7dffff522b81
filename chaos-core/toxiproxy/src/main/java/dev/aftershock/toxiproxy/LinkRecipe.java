package dev.aftershock.toxiproxy;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Targets;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes and reads the recipe that removes links; its desired state is "none of these proxies is there". */
final class LinkRecipe {

    static final String KIND = "link";

    private static final String API = "api";
    private static final String PREFIX = "prefix";
    private static final String PROXY = "proxy";

    private final String target;
    private final Map<String, String> facts = new TreeMap<>();

    private LinkRecipe(String where, String target) {
        this.target = target;
        if (where.equals(LinkServer.EMBEDDED)) {
            Recipes.putHost(facts, ProcessIdentity.current());
        } else {
            at(Servers.address(where));
        }
    }

    /** All links of a run. */
    static LinkRecipe ofRun(String where, String runId, String target) {
        LinkRecipe recipe = new LinkRecipe(where, target);
        recipe.facts.put(PREFIX, Names.prefix(runId));
        return recipe;
    }

    /** One link of a run. */
    static LinkRecipe ofOne(String where, String runId, String target) {
        LinkRecipe recipe = new LinkRecipe(where, target);
        recipe.facts.put(PROXY, Names.proxy(runId, target));
        return recipe;
    }

    LinkRecipe at(URI api) {
        facts.put(API, api.toString());
        return this;
    }

    UndoRecipe recipe() {
        return new UndoRecipe(KIND, target, facts);
    }

    /** Whether a recipe is about the proxy of a name. */
    static boolean covers(UndoRecipe recipe, String proxy) {
        return recipe.facts().containsKey(PROXY)
                ? proxy.equals(recipe.fact(PROXY))
                : proxy.startsWith(recipe.fact(PREFIX));
    }

    /** Whether a recipe is about a live link; of the run's links, only those that belong to the recipe's target are. */
    static boolean covers(UndoRecipe recipe, Targets.Named<LinkTarget> link) {
        return covers(recipe, link.target().proxy())
                && Arrays.stream(link.name().split(" -> "))
                        .anyMatch(end -> (end + ".").startsWith(recipe.target() + "."));
    }

    /** Whether a recipe knows the server's API, and so need not be told by live links. */
    static boolean knowsApi(UndoRecipe recipe) {
        return recipe.facts().containsKey(API);
    }

    static URI api(UndoRecipe recipe) {
        return URI.create(recipe.fact(API));
    }
}
