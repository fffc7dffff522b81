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

/** The schemas of a tool's objects in a cluster, for as long as nobody takes them away. */
enum ToolSchemas {
    MESH(ChaosTool.MESH, "chaos-mesh-crds.yaml", 7),
    LITMUS(ChaosTool.LITMUS, "litmus-crds.yaml", 3);

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ChaosTool tool;
    private final String file;
    private final int kinds;

    ToolSchemas(ChaosTool tool, String file, int kinds) {
        this.tool = tool;
        this.file = file;
        this.kinds = kinds;
    }

    /** Harmless when they are there. */
    void install(KubernetesClient admin) {
        try (InputStream schemas = ToolSchemas.class.getResourceAsStream(file)) {
            admin.load(schemas).resources().filter(each -> each.get() == null).forEach(each -> each.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        until(() -> served(admin) == kinds);
    }

    void remove(KubernetesClient admin) {
        try (InputStream schemas = ToolSchemas.class.getResourceAsStream(file)) {
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

    private int served(KubernetesClient admin) {
        return Optional.ofNullable(admin.getApiResources(tool.api()))
                .map(APIResourceList::getResources)
                .map(all -> all.size())
                .orElse(0);
    }
}
