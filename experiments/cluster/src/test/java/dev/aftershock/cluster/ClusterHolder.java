package dev.aftershock.cluster;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;

/** A process of its own that holds a cluster with real nodes until its input ends. */
final class ClusterHolder {

    private ClusterHolder() {}

    public static void main(String[] arguments) throws IOException {
        MonotonicClock clock = MonotonicClock.startingNow();
        try (Cluster cluster = Cluster.prepare(KubernetesLab.ofNodes(Integer.parseInt(arguments[0])), clock)) {
            System.out.println(cluster.directory());
            cluster.start();
            System.out.println("started after " + clock.nanos() / 1_000_000 + " ms");
            while (System.in.read() >= 0) {
                System.out.println("waits for the end of its input");
            }
        }
        System.out.println("closed");
    }
}
