package dev.aftershock.toxiproxy;

import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The facts of undo recipes about links: where the server is, which proxy, which toxics, and whose death ends them. */
final class Recipes {

    private static final String API = "api";
    private static final String PROXY = "proxy";
    private static final String LISTEN = "listen";
    private static final String TOXICS = "toxics";
    private static final String HOST = "host";

    private Recipes() {}

    /** The recipe for a fault on a link. */
    static UndoRecipe ofFault(String kind, String target, LinkTarget link, List<String> toxics) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(API, link.api().toString());
        facts.put(PROXY, link.proxy());
        facts.put(LISTEN, Addresses.write(link.listen()));
        facts.put(TOXICS, String.join(",", toxics));
        link.host().ifPresent(host -> putHost(facts, host));
        link.system().ifPresent(system -> facts.put(UndoRecipe.ENDS_WITH, system));
        return new UndoRecipe(kind, target, facts);
    }

    static void putHost(Map<String, String> facts, ProcessIdentity host) {
        facts.put(HOST, host.toString());
    }

    static URI api(UndoRecipe recipe) {
        return URI.create(recipe.fact(API));
    }

    static String proxy(UndoRecipe recipe) {
        return recipe.fact(PROXY);
    }

    /** What such a fault acts on. */
    static String object(UndoRecipe recipe) {
        return "proxy " + proxy(recipe) + " on " + api(recipe);
    }

    static InetSocketAddress listen(UndoRecipe recipe) {
        return Addresses.read(LISTEN, recipe.fact(LISTEN));
    }

    static List<String> toxics(UndoRecipe recipe) {
        String toxics = recipe.fact(TOXICS);
        return toxics.isEmpty() ? List.of() : List.of(toxics.split(","));
    }

    /** The process whose death ends the links; nothing for a server of its own. */
    static Optional<ProcessIdentity> host(UndoRecipe recipe) {
        return Optional.ofNullable(recipe.facts().get(HOST)).map(ProcessIdentity::parse);
    }

    /** What is known when the process that hosted an embedded server is gone: everything on it went with it. */
    static Optional<String> goneWithItsHost(UndoRecipe recipe) {
        return host(recipe)
                .filter(host -> host.alive().isEmpty())
                .map(host -> "process " + host.pid() + ", which hosted the links, is gone and they with it");
    }
}
