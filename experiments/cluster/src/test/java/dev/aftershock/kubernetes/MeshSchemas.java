package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The schemas of Chaos Mesh's objects in a cluster, for as long as nobody takes them away. */
final class MeshSchemas {

    private static final Duration SOON = Duration.ofSeconds(30);

    private MeshSchemas() {}

    /** Harmless when they are there. */
    static void install(KubernetesClient admin) {
        try (InputStream schemas = MeshSchemas.class.getResourceAsStream("chaos-mesh-crds.yaml")) {
            admin.load(schemas).resources().filter(each -> each.get() == null).forEach(each -> each.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        until(() -> served(admin) == ChaosObject.KINDS.size());
    }

    static void remove(KubernetesClient admin) {
        try (InputStream schemas = MeshSchemas.class.getResourceAsStream("chaos-mesh-crds.yaml")) {
            var all = admin.load(schemas);
            all.delete();
            until(() -> all.resources().allMatch(each -> each.get() == null) && served(admin) == 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void until(Callable<Boolean> holds) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(SOON)
                .until(holds);
    }

    private static int served(KubernetesClient admin) {
        return Optional.ofNullable(admin.getApiResources(ChaosObject.API_VERSION))
                .map(APIResourceList::getResources)
                .map(all -> all.size())
                .orElse(0);
    }
}
