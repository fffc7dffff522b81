package dev.aftershock.kubernetes;

import dev.aftershock.engine.FaultPlan;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.ClusterRight;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the fault {@code service-detach}: a Service finds none of its pods, while they run on.
 *
 * @param target the namespace
 * @param service the Service
 */
public record ServiceDetach(
        @Setting("The namespace.") @Needs(ClusterTarget.class)
        String target,

        @Setting("The name of the Service.") String service) {

    /** Checks the name. */
    public ServiceDetach {
        Thing.refuseNoName("service", service);
    }

    /** Makes {@code service-detach} faults. Thread-safe. */
    public static final class Provider extends ChangeProvider<ServiceDetach> {

        private static final String NO_POD_HAS = "aftershock.dev/detached";

        @Override
        public String kind() {
            return "service-detach";
        }

        @Override
        public String summary() {
            return "Takes all endpoints from a Service, whose pods run on.";
        }

        @Override
        public Class<ServiceDetach> settings() {
            return ServiceDetach.class;
        }

        @Override
        public FaultPlan plan(ServiceDetach settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "add a label that no pod has to the selector of the service " + settings.service(),
                    "take the label out of the selector",
                    true);
        }

        @Override
        Extent extent() {
            return new Extent(Set.of(Thing.Sort.SERVICE), "selector");
        }

        @Override
        public String cluster(ServiceDetach settings) {
            return settings.target();
        }

        @Override
        public List<ClusterRight> rights(ServiceDetach settings) {
            return List.of(
                    ClusterRight.SEE_NAMESPACE,
                    Thing.Sort.SERVICE.to("list"),
                    Thing.Sort.SERVICE.to("get").named(settings.service()),
                    Thing.Sort.SERVICE.to("patch").named(settings.service()),
                    ClusterRight.namespaced("list", "discovery.k8s.io", Services.SLICES));
        }

        @Override
        List<Change> changes(ServiceDetach settings, Scene scene) throws IOException {
            Thing thing = thing(settings, scene);
            GenericKubernetesResource service = read(scene.cluster(), thing);
            Services.selector(thing, service);
            if (Services.ready(scene.cluster(), thing).isEmpty()) {
                throw InvalidInputException.of(
                        thing + " has no ready endpoint, so that the fault could take none", "a service that serves");
            }
            return List.of(new Change(
                    thing,
                    service.getMetadata().getUid(),
                    Map.of("selector", Map.of(NO_POD_HAS, "true")),
                    Map.of("selector", Change.nothing(NO_POD_HAS))));
        }

        private static Thing thing(ServiceDetach settings, Scene scene) {
            return new Thing(Thing.Sort.SERVICE, scene.namespace(), settings.service());
        }

        @Override
        boolean showsTrace(GenericKubernetesResource now) {
            return now.get("spec", "selector") instanceof Map<?, ?> selector && selector.containsKey(NO_POD_HAS);
        }

        @Override
        Optional<String> effect(ServiceDetach settings, Scene scene, GenericKubernetesResource changed)
                throws IOException {
            return Services.ready(scene.cluster(), thing(settings, scene)).isEmpty()
                    ? Optional.of("the service " + settings.service() + " has no ready endpoint any more")
                    : Optional.empty();
        }
    }
}
