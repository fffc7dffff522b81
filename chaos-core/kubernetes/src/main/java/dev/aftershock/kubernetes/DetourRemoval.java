package dev.aftershock.kubernetes;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.Marked;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Leads Services to their own pods again, and removes what was made for the detour, in that order. */
final class DetourRemoval {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(8);

    /** What carries out on each node who is behind a Service does so within a second, as a rule. */
    private static final Duration NODES_FOLLOW = Duration.ofSeconds(2);

    private DetourRemoval() {}

    static void remove(Cluster cluster, Detour detour) throws IOException, InterruptedException {
        boolean restored = restore(cluster, detour);
        if (restored || DetourPods.leadsToProxy(cluster, detour)) {
            new Patience(BACK_WITHIN)
                    .until(
                            () -> !DetourPods.leadsToProxy(cluster, detour),
                            () -> "the endpoints of " + detour.service() + " are still the proxy's");
            TimeUnit.NANOSECONDS.sleep(NODES_FOLLOW.toNanos());
        }
        for (Thing made : detour.made()) {
            Optional<GenericKubernetesResource> ours =
                    Things.read(cluster, made).filter(detour::owns);
            if (ours.isPresent()) {
                Things.delete(cluster, made, ours.get().getMetadata().getUid());
            }
        }
    }

    /** Whether there was something to restore. */
    private static boolean restore(Cluster cluster, Detour detour) throws IOException {
        Optional<GenericKubernetesResource> service =
                Things.read(cluster, detour.service()).filter(now -> detour.owns(now) || detour.selectsProxy(now));
        if (service.isEmpty()) {
            return false;
        }
        GenericKubernetesResource now = service.get();
        // What others made of the selector meanwhile stays.
        Map<String, Object> spec =
                detour.selectsProxy(now) ? Map.of("selector", before(cluster, detour, now)) : Map.of();
        String version = now.getMetadata().getResourceVersion();
        if (!Things.patch(
                cluster, detour.service(), Change.restoring(Thing.Sort.SERVICE, detour.mark(), spec, version))) {
            throw new IOException(detour.service() + " was changed by somebody else while it was to be restored");
        }
        return true;
    }

    /** The selector as it was: the Service itself tells, or the one that the proxy went by. */
    private static Map<String, Object> before(Cluster cluster, Detour detour, GenericKubernetesResource now)
            throws IOException {
        String undo = Lists.of(now.getMetadata().getAnnotations())
                .getOrDefault(detour.mark().undo(), "");
        Optional<Object> told = Change.field(undo, "selector").map(spec -> spec.get("selector"));
        if (told.isEmpty()) {
            told = Things.read(cluster, detour.upstream())
                    .filter(detour::owns)
                    .map(upstream -> upstream.get("spec", "selector"));
        }
        if (!(told.orElse(null) instanceof Map<?, ?> selector)) {
            throw new IllegalStateException(
                    detour.service() + " leads to a proxy of ours, but nothing tells its selector"
                            + " as it was before; set it, and remove the label "
                            + detour.mark().label());
        }
        Map<String, Object> back = new LinkedHashMap<>();
        selector.forEach((key, value) -> back.put(key.toString(), value));
        back.put(detour.mark().label(), null);
        return back;
    }

    static HealCheck verify(Cluster cluster, Detour detour) throws IOException {
        Optional<GenericKubernetesResource> service = Things.read(cluster, detour.service());
        if (service.filter(now -> detour.owns(now) || detour.selectsProxy(now)).isPresent()) {
            return HealCheck.notHealed(detour.service() + " still leads to the proxy");
        }
        List<String> left = new ArrayList<>();
        for (Thing made : detour.made()) {
            Things.read(cluster, made).filter(detour::owns).ifPresent(there -> left.add(made.toString()));
        }
        DetourPods.of(cluster, detour)
                .forEach(pod -> left.add("pod " + pod.getMetadata().getName()));
        return left.isEmpty()
                ? HealCheck.healed(detour.service() + " finds its own pods, and nothing of its proxy is left")
                : HealCheck.notHealed("still there: " + String.join(", ", left));
    }

    /**
     * What runs left in a namespace, as far as we may look.
     *
     * @throws IOException when the cluster does not answer
     */
    static List<Marked> marked(Cluster cluster, String namespace) throws IOException {
        Set<Detour> found = new LinkedHashSet<>();
        for (Thing.Sort sort : List.of(Thing.Sort.SERVICE, Thing.Sort.DEPLOYMENT)) {
            if (Permissions.isGranted(cluster, namespace, sort.to("list"))) {
                Things.labelled(cluster, sort, namespace, Mark.label(Detour.KIND))
                        .forEach(object -> found.add(detour(object.getMetadata())));
            }
        }
        return found.stream()
                .map(detour -> new Marked(detour.mark().run(), detour.recipe(cluster)))
                .toList();
    }

    /** Whatever name a mark tells: only what carries the same owner is touched. */
    private static Detour detour(ObjectMeta meta) {
        String told = Lists.of(meta.getAnnotations()).getOrDefault(Detour.OF, "");
        String service = Thing.isName(told) ? told : meta.getName();
        return new Detour(
                new Thing(Thing.Sort.SERVICE, meta.getNamespace(), service),
                new Mark(Detour.KIND, meta.getLabels().get(Mark.label(Detour.KIND))));
    }
}
