package dev.aftershock.cluster;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.kubernetes.KubernetesNamespace;
import dev.aftershock.kubernetes.ServiceLink;
import dev.aftershock.toxiproxy.LinkLatency;
import dev.aftershock.toxiproxy.Stream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A session in which the Service of the {@link Shop} is a link. */
record LinkSession(ChaosSession session) implements AutoCloseable {

    static final String LINK = "shop-http";

    static LinkSession open(Path kubeconfig, String namespace, Path folder) throws Exception {
        ChaosSession session = ChaosSession.open(
                Registry.onClassPath(), new StateDirectory(folder.resolve("state")), folder.resolve("runs"));
        try {
            session.start(new TargetSpec(
                    "cluster",
                    new PartSpec(
                            "kubernetes",
                            new KubernetesNamespace(namespace, Optional.empty(), Optional.of(kubeconfig.toString())))));
            session.start(new TargetSpec(
                    LINK,
                    new PartSpec(
                            "service-link",
                            new ServiceLink(
                                    "cluster", "shop", Optional.of("http"), Toxiproxy.IMAGE, Duration.ofSeconds(60)))));
            return new LinkSession(session);
        } catch (Exception e) {
            session.close();
            throw e;
        }
    }

    ActingFault slowBy(Duration delay) throws Exception {
        return inject("latency", new LinkLatency(LINK, delay, Duration.ZERO, Stream.DOWNSTREAM));
    }

    /** A fault by its kind, which is its name as well. */
    ActingFault inject(String kind, Record settings) throws Exception {
        return session.inject(kind, new PartSpec(kind, settings));
    }

    @Override
    public void close() {
        session.close();
    }

    /** Slows the link of a running cluster down, says so, and waits to be killed. */
    public static void main(String[] arguments) throws Exception {
        LinkSession link = open(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
        link.slowBy(Duration.ofMillis(300));
        System.out.println("acts");
        System.in.read();
    }
}
