package dev.aftershock.toxiproxy;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.toxiproxy.Wire.Sight;
import eu.rekawek.toxiproxy.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Removes the links that a recipe is about, and looks whether they are gone. */
final class LinkRemoval {

    private static final Duration GLANCE = Duration.ofMillis(1);

    /** What forwards to a container accepts by itself, and closes when it has found nobody there. */
    private static final Duration FORWARDED = Duration.ofMillis(500);

    private final Servers servers;
    private final Wire wire;

    LinkRemoval(Servers servers, Wire wire) {
        this.servers = servers;
        this.wire = wire;
    }

    void remove(UndoRecipe recipe, HealContext context) throws IOException {
        if (Recipes.goneWithItsHost(recipe).isPresent()) {
            return;
        }
        for (URI api : apis(recipe, context)) {
            if (!stopped(recipe, context, api)) {
                ProxyApi proxies = servers.proxies(api);
                for (Proxy proxy : proxies.find(name -> LinkRecipe.covers(recipe, name))) {
                    proxies.delete(proxy);
                }
            }
        }
    }

    HealCheck verify(UndoRecipe recipe, HealContext context) throws IOException {
        var gone = Recipes.goneWithItsHost(recipe);
        if (gone.isPresent()) {
            return HealCheck.healed(gone.get());
        }
        Set<URI> apis = apis(recipe, context);
        if (apis.isEmpty()) {
            return noLinkKnown(recipe, context);
        }
        List<String> seen = new ArrayList<>();
        for (URI api : apis) {
            List<String> left = left(recipe, context, api);
            if (!left.isEmpty()) {
                return HealCheck.notHealed("still on " + api + ": " + left);
            }
            seen.add(stopped(recipe, context, api) ? api + " is stopped" : "none of its links is left on " + api);
        }
        return refused(recipe, context, String.join("; ", seen));
    }

    private List<String> left(UndoRecipe recipe, HealContext context, URI api) throws IOException {
        return stopped(recipe, context, api)
                ? List.of()
                : servers.proxies(api).find(name -> LinkRecipe.covers(recipe, name)).stream()
                        .map(Proxy::getName)
                        .toList();
    }

    /** The last word is the wire's: no link that this process knows of may still keep a connection. */
    private HealCheck refused(UndoRecipe recipe, HealContext context, String seen) throws IOException {
        List<LinkTarget> links = live(recipe, context);
        for (LinkTarget link : links) {
            if (keepsConnections(link)) {
                return HealCheck.notHealed(
                        seen + ", and yet " + Addresses.write(link.listen()) + " still accepts connections");
            }
        }
        return HealCheck.healed(
                links.isEmpty() ? seen : seen + ", and their " + links.size() + " ports keep no connection");
    }

    private boolean keepsConnections(LinkTarget link) throws IOException {
        if (link.host().isPresent()) {
            return wire.look(link.listen(), Knock.NONE, GLANCE).accepted();
        }
        Sight sight = wire.look(link.listen(), Knock.NONE, FORWARDED);
        return sight.accepted() && !sight.ended();
    }

    private static HealCheck noLinkKnown(UndoRecipe recipe, HealContext context) {
        long host = Recipes.host(recipe).orElseThrow().pid();
        return context.live().isPresent()
                ? HealCheck.healed("this process (" + host + ") made no link for '" + recipe.target() + "'")
                : HealCheck.notHealed("process " + host + ", which hosts the links, still runs; end it");
    }

    /** An embedded server whose API refuses connections in its own live process is stopped; of others, who knows. */
    private boolean stopped(UndoRecipe recipe, HealContext context, URI api) throws IOException {
        return Recipes.host(recipe).isPresent()
                && context.live().isPresent()
                && !wire.look(new InetSocketAddress(api.getHost(), api.getPort()), Knock.NONE, GLANCE)
                        .accepted();
    }

    private static Set<URI> apis(UndoRecipe recipe, HealContext context) {
        Set<URI> apis = new LinkedHashSet<>();
        if (LinkRecipe.knowsApi(recipe)) {
            apis.add(LinkRecipe.api(recipe));
        } else {
            live(recipe, context).forEach(link -> apis.add(link.api()));
        }
        return apis;
    }

    private static List<LinkTarget> live(UndoRecipe recipe, HealContext context) {
        try {
            return context.live().map(live -> live.find("*", LinkTarget.class)).orElse(List.of()).stream()
                    .filter(link -> LinkRecipe.covers(recipe, link))
                    .map(Targets.Named::target)
                    .toList();
        } catch (InvalidInputException none) {
            return List.of();
        }
    }
}
