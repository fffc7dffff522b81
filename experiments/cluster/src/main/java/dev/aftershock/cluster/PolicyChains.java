package dev.aftershock.cluster;

import java.io.IOException;
import java.util.List;

/**
 * The packet rules by which this host obeys network policies. They name connections, not packets, so that a connection passes
 * in both directions or in none, also one that was open before.
 *
 * <p>Traffic of a node with its own pods passes, as it has to: its kubelet looks whether they are ready. Because this host is
 * every node, it also stands for a client outside when it goes through the address of a service, and there policies hold.
 * {@link PacketRules#remove()} removes all of it by the names of the chains.
 */
record PolicyChains(Host host) {

    private static final String BOTH = "KUBE-LAB-POLICY";
    private static final String HEAD = "*mangle\n";
    private static final String TAIL = "COMMIT\n";

    /** A direction as a pod sees it, with the options of the kernel's {@code conntrack} match. */
    enum Direction {
        EGRESS("KUBE-LAB-EGRESS", "--ctorigsrc", "--ctreplsrc", "to"),
        INGRESS("KUBE-LAB-INGRESS", "--ctreplsrc", "--ctorigsrc", "from");

        private final String chain;
        private final String pod;
        private final String peer;
        private final String peers;

        Direction(String chain, String pod, String peer, String peers) {
            this.chain = chain;
            this.pod = pod;
            this.peer = peer;
            this.peers = peers;
        }

        /** The name of its chain. */
        String chain() {
            return chain;
        }

        /** What stands before the address of the pod. */
        String pod() {
            return pod;
        }

        /** What stands before the address of whom it talks to; behind a service's address, the real one. */
        String peer() {
            return peer;
        }

        /** Where a policy's rule lists them. */
        String peers() {
            return peers;
        }
    }

    /** Makes the chains, empty, and leads packets through them. */
    void make() throws IOException {
        feed(":" + BOTH + " - [0:0]\n" + declared()
                + "-A " + BOTH + " -j " + Direction.EGRESS.chain + "\n"
                + "-A " + BOTH + " -j " + Direction.INGRESS.chain + "\n"
                + "-A FORWARD -j " + BOTH + "\n"
                + "-A POSTROUTING -m addrtype --src-type LOCAL -m conntrack --ctstate DNAT -j " + BOTH + "\n"
                + "-A INPUT -m conntrack --ctstate DNAT -j " + BOTH + "\n");
    }

    /** Puts other rules in the place of those that are there, all at once. */
    void replace(List<String> rules) throws IOException {
        feed(declared() + String.join("\n", rules) + "\n");
    }

    private static String declared() {
        return ":" + Direction.EGRESS.chain + " - [0:0]\n:" + Direction.INGRESS.chain + " - [0:0]\n";
    }

    private void feed(String script) throws IOException {
        host.feed(HEAD + script + TAIL, "iptables-restore", "--noflush", "-w");
    }
}
