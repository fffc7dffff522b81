package dev.aftershock.cluster;

import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import dev.aftershock.lab.Uninterrupted;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds and removes what is left of a cluster whose process died, from any other process of the same user. */
public final class ClusterLeftovers {

    static final String PREFIX = "aftershock-cluster-";

    private ClusterLeftovers() {}

    /**
     * Ends every process of a cluster, those in its pods included, and removes all that it made on this host. Does not ask
     * whether the cluster is still in use. Idempotent: a cluster that is gone is no error. Works in an interrupted thread,
     * too.
     *
     * @param directory the cluster's folder
     * @throws LabException when the path is no cluster's, or something cannot be removed
     */
    public static void remove(Path directory) {
        LabDirectory lab = LabDirectory.named(PREFIX, directory);
        Uninterrupted.call(() -> {
            removeAll(lab);
            return true;
        });
    }

    private static void removeAll(LabDirectory lab) {
        try {
            boolean exists = lab.exists();
            Host host = new Host(Programs.locate());
            Poll poll = new Poll(MonotonicClock.startingNow());
            Traces traces = Traces.of(lab);
            traces.kill(poll);
            traces.remove(host, poll);
            new HostNetwork(lab, host).giveBack();
            if (exists) {
                lab.delete();
            }
        } catch (IOException e) {
            throw new LabException(
                    "the cluster " + lab.path() + " could not be removed: " + e + ". Call 'aftershock"
                            + " recover', or remove it by hand",
                    e);
        }
    }

    /**
     * What is left of a cluster on this host, each in words.
     *
     * @throws LabException when the path is no cluster's, or it cannot be looked
     */
    public static List<String> left(Path directory) {
        LabDirectory lab = LabDirectory.named(PREFIX, directory);
        try {
            List<String> left = new ArrayList<>(Traces.of(lab).left());
            if (new HostNetwork(lab, new Host(Programs.locate())).taken()) {
                left.add("packet rules and settings of the kernel");
            }
            return left;
        } catch (IOException e) {
            throw new LabException("it cannot be looked what is left of " + directory + ": " + e, e);
        }
    }
}
