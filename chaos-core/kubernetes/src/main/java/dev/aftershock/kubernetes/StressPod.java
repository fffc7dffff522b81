package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Duration;

/**
 * A pod that takes from its node. It names the node itself: no scheduler has to work for it, none puts others out for it, and it is
 * what the fault says though the node takes no new pods; the node still looks whether there is room for what it claims.
 *
 * @param node the name of the node
 */
record StressPod(Thing thing, Mark mark, String node, NodeStress settings) {

    static final String KIND = "node-stress";

    /** The fact of its undo recipe that names its node. */
    static final String NODE = "node";

    /** After this it ends by itself: a run and its guard have healed before. */
    static final Duration LONGEST = Duration.ofMinutes(16);

    private static final long NOBODY = 65_534;
    private static final int PORT = 8_474;
    private static final int HEAP_MEBIBYTES = 24;

    /** Beyond what it holds, for what a runtime's connections need. */
    private static final int SPARE_MEBIBYTES = 8;

    /** It fits the restricted pod security standard. */
    Pod manifest() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(thing.name())
                .withNamespace(thing.namespace())
                .addToLabels(mark.label(), mark.owner())
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(LONGEST.toSeconds())
                // With none, the API would forget it while its container still runs.
                .withTerminationGracePeriodSeconds(1L)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NOBODY)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container())
                .endSpec()
                .build();
    }

    private Container container() {
        NodeLoad load = settings.load();
        return new ContainerBuilder()
                .withName("stress")
                .withImage(settings.image())
                .withImagePullPolicy("IfNotPresent")
                .withArgs(
                        "stress",
                        "--threads=" + load.threads(),
                        "--mebibytes=" + load.mebibytes(),
                        "--lasts=" + LONGEST.toSeconds() + "s",
                        "--port=" + PORT)
                .withEnv(new EnvVar("JAVA_TOOL_OPTIONS", runtime(load), null))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withReadinessProbe(probe())
                .withResources(resources(load))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    /** Its port is open while it takes what it is to take, and not before. */
    private static Probe probe() {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(new IntOrString(PORT))
                .endTcpSocket()
                .withPeriodSeconds(1)
                .build();
    }

    private ResourceRequirements resources(NodeLoad load) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(settings.cpuRequest()))
                .addToRequests("memory", new Quantity("16Mi"))
                .addToLimits("cpu", new Quantity(load.limitMillicores() + "m"))
                .addToLimits("memory", new Quantity(load.limitMebibytes() + "Mi"))
                .build();
    }

    /** Small for itself, and allowed to hold the rest outside its heap. */
    private static String runtime(NodeLoad load) {
        return "-Xmx" + HEAP_MEBIBYTES + "m -XX:MaxDirectMemorySize=" + (load.mebibytes() + SPARE_MEBIBYTES)
                + "m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData";
    }
}
