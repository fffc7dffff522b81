package dev.aftershock.cluster;

import dev.aftershock.lab.LabDirectory;
import dev.aftershock.lab.LabException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What nodes that run pods share with the whole host, so that one cluster at a time may have some: packet rules, the
 * kernel's settings and the addresses of the pods.
 */
record HostNetwork(LabDirectory lab, Host host) {

    /** A symbolic link to the folder of the lab whose turn it is: made in one step, never half. */
    private static final Path TURN = Path.of("/run/aftershock-cluster");

    private static final String SAVED = "kernel-settings";

    /** Waits for nobody. */
    void take() throws IOException {
        Optional<LabDirectory> before = holder();
        if (before.isPresent() && !lives(before.get())) {
            ClusterLeftovers.remove(before.get().path());
        }
        try {
            Files.createSymbolicLink(TURN, lab.path());
        } catch (FileAlreadyExistsException e) {
            throw new LabException("another cluster has nodes that run pods on this host: "
                    + Files.readSymbolicLink(TURN) + "; there can be one at a time. Wait until it ends, or take"
                    + " 'nodes: 0' with 'simulated-nodes'");
        }
        if (rules().kubernetes()) {
            Files.delete(TURN);
            throw new LabException("this host has packet rules of a kube-proxy that no lab made, which nodes that run"
                    + " pods would mix up; take 'nodes: 0' with 'simulated-nodes', or another host");
        }
        KernelSettings.save(saved());
        KernelSettings.letPodsPass();
        rules().letPodsPass();
        rules().keepPodsPacketsHere(Bridges.of(lab).prefix());
        rules().closeRelayToOthers(Bridges.of(lab).prefix());
    }

    /** Whether it is nobody's turn, or that of a lab whose process is dead. */
    static boolean free() throws IOException {
        Optional<LabDirectory> holder = holder();
        return holder.isEmpty() || !lives(holder.get());
    }

    private static boolean lives(LabDirectory lab) throws IOException {
        return lab.exists() && lab.ownerLives();
    }

    /** Whether it is this lab's turn. */
    boolean taken() throws IOException {
        return holder().equals(Optional.of(lab));
    }

    /** Undoes all that this lab did; harmless when it is not its turn. */
    void giveBack() throws IOException {
        if (!taken()) {
            return;
        }
        rules().remove();
        if (Files.exists(saved())) {
            KernelSettings.restore(saved());
        }
        Files.delete(TURN);
    }

    private PacketRules rules() {
        return new PacketRules(host, lab.mark());
    }

    private Path saved() {
        return lab.of(SAVED);
    }

    private static Optional<LabDirectory> holder() throws IOException {
        return Files.exists(TURN, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(LabDirectory.named(ClusterLeftovers.PREFIX, Files.readSymbolicLink(TURN)))
                : Optional.empty();
    }
}
