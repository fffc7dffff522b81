package dev.aftershock.kubernetes;

import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.LinkTarget;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.NeedsClusterRights;
import dev.aftershock.probes.TcpTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of the target {@code service-link}: the way from a Service to its pods, led over a Toxiproxy in the cluster for as
 * long as the run lasts, so that faults on links can break it.
 *
 * @param cluster the namespace
 * @param service the Service; all its ports go over the proxy
 * @param port the name or number of the port that is the link; may be left out where there is only one
 * @param image an image of Toxiproxy 2.x, which its nodes can get
 * @param readyWithin how long the proxy's pod may take to be ready
 */
public record ServiceLink(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String cluster,

        @Setting("The name of the Service, all ports of which go over the proxy.")
        String service,

        @Setting("The name or number of the port that faults break; may be left out where there is only one.")
        Optional<String> port,

        @Setting("An image whose entry point is the server of Toxiproxy 2.x.")
        String image,

        @Setting(value = "How long the proxy's pod may take to be ready.", byDefault = "60s")
        Duration readyWithin) {

    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Checks the names and the time. */
    public ServiceLink {
        Thing.refuseNoName("service", service);
        if (service.length() > Detour.MOST_LETTERS) {
            throw new IllegalArgumentException("'service' is '" + service + "'; expected at most " + Detour.MOST_LETTERS
                    + " letters, because the proxy's own services are named after it");
        }
        if (!IMAGE.matcher(image).matches()) {
            throw new IllegalArgumentException(
                    "'image' is '" + image + "'; expected a name such as registry.example/toxiproxy:2.12.0");
        }
        if (readyWithin.isNegative() || readyWithin.isZero() || readyWithin.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'ready-within' is " + Quantities.format(readyWithin)
                    + "; expected more than nothing, and at most " + Quantities.format(LONGEST));
        }
    }

    /** Makes {@code service-link} targets, and leads Services of dead runs to their own pods again. Thread-safe. */
    public static final class Provider implements TargetProvider<ServiceLink>, NeedsClusterRights<ServiceLink> {

        private final Clusters clusters = new Clusters();

        @Override
        public String kind() {
            return Detour.KIND;
        }

        @Override
        public String summary() {
            return "The way from a Service to its pods, over a proxy in the cluster that faults can break.";
        }

        @Override
        public Class<ServiceLink> settings() {
            return ServiceLink.class;
        }

        @Override
        public boolean startsSystem() {
            return false;
        }

        @Override
        public Duration readyWithin(ServiceLink settings) {
            return settings.readyWithin().plus(DetourStart.REACHED_WITHIN);
        }

        @Override
        public String cluster(ServiceLink settings) {
            return settings.cluster();
        }

        @Override
        public List<ClusterRight> rights(ServiceLink settings) {
            List<ClusterRight> rights = new ArrayList<>(List.of(
                    ClusterRight.SEE_NAMESPACE,
                    Thing.Sort.SERVICE.to("list"),
                    Thing.Sort.SERVICE.to("create"),
                    Thing.Sort.SERVICE.to("get").named(settings.service()),
                    Thing.Sort.SERVICE.to("patch").named(settings.service()),
                    Thing.Sort.DEPLOYMENT.to("list"),
                    Thing.Sort.DEPLOYMENT.to("create"),
                    Thing.Sort.POD.to("list"),
                    ClusterRight.namespaced("list", "discovery.k8s.io", Services.SLICES)));
            for (Thing made : Detour.made(new Thing(Thing.Sort.SERVICE, "", settings.service()))) {
                rights.add(made.sort().to("get").named(made.name()));
                rights.add(made.sort().to("delete").named(made.name()));
            }
            return rights;
        }

        @Override
        public List<TargetInfo> describe(String name, ServiceLink settings) {
            String port = settings.port().map(each -> ", port " + each).orElse("");
            return List.of(new TargetInfo(
                    name,
                    "link to the service " + settings.service() + port + " of " + settings.cluster()
                            + ", led over a Toxiproxy in the cluster for the run",
                    Set.of(LinkTarget.class, TcpTarget.class)));
        }

        @Override
        public PreparedTargets prepare(String name, ServiceLink settings, RunContext context) {
            ClusterTarget target = context.targets().one(settings.cluster(), ClusterTarget.class);
            Thing service = new Thing(Thing.Sort.SERVICE, target.namespace(), settings.service());
            Detour detour = new Detour(service, Mark.of(Detour.KIND, context.runId(), name));
            return new Prepared(this, name, settings, target, detour);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException, InterruptedException {
            DetourRemoval.remove(Recipes.cluster(recipe, clusters), Detour.of(recipe));
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            return DetourRemoval.verify(Recipes.cluster(recipe, clusters), Detour.of(recipe));
        }
    }

    private record Prepared(Provider provider, String name, ServiceLink settings, ClusterTarget target, Detour detour)
            implements TargetProvider.PreparedTargets {

        @Override
        public List<UndoRecipe> undo() {
            return List.of(detour.recipe(provider.clusters.of(target)));
        }

        @Override
        public TargetSet start() throws IOException, InterruptedException {
            Scene scene = Scene.open(provider.clusters, target, provider.rights(settings));
            return new Led(Map.of(name, new DetourStart(scene.cluster(), detour, settings).start(name)));
        }
    }

    /** The detour ends by its recipe. */
    private record Led(Map<String, Object> targets) implements TargetSet {

        @Override
        public void close() {
            // Nothing of it is in this process.
        }
    }
}
