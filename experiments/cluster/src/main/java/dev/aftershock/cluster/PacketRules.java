package dev.aftershock.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The packet rules of this host that a cluster with real nodes makes: those of kube-proxy, whose chains all begin with
 * {@code KUBE-}, and four of our own that bear the lab's name.
 *
 * @param mark the lab's name
 */
record PacketRules(Host host, String mark) {

    private static final String CHAIN = "KUBE-";
    private static final List<String> FAMILIES = List.of("iptables", "ip6tables");

    /** Whether there are chains of a kube-proxy, ours or another one's. */
    boolean kubernetes() throws IOException {
        for (String family : FAMILIES) {
            if (host.run(family + "-save").contains(":" + CHAIN)) {
                return true;
            }
        }
        return false;
    }

    /** Lets packets pass between the pods of different nodes, also where others forbid to forward. */
    void letPodsPass() throws IOException {
        for (String direction : List.of("-s", "-d")) {
            host.run(
                    "iptables",
                    "-w",
                    "-I",
                    "FORWARD",
                    direction,
                    NodeSpec.PODS,
                    "-m",
                    "comment",
                    "--comment",
                    mark,
                    "-j",
                    "ACCEPT");
        }
    }

    /**
     * Lets no packet for a pod leave this host: what is meant for a node that is stopped is lost, as it would be, and answered by
     * nobody else's network.
     *
     * @param bridges what the names of the nodes' bridges begin with
     */
    void keepPodsPacketsHere(String bridges) throws IOException {
        host.run(
                "iptables",
                "-w",
                "-t",
                "mangle",
                "-I",
                "POSTROUTING",
                "-d",
                NodeSpec.PODS,
                "!",
                "-o",
                bridges + "+",
                "-m",
                "comment",
                "--comment",
                mark,
                "-j",
                "DROP");
    }

    /**
     * Lets nobody but pods talk to the relay to the API server.
     *
     * @param bridges what the names of the nodes' bridges begin with
     */
    void closeRelayToOthers(String bridges) throws IOException {
        host.run(
                "iptables",
                "-w",
                "-I",
                "INPUT",
                "-d",
                ApiRelay.ADDRESS,
                "!",
                "-i",
                bridges + "+",
                "-m",
                "comment",
                "--comment",
                mark,
                "-j",
                "DROP");
    }

    /** Removes all of them. */
    void remove() throws IOException {
        for (String family : FAMILIES) {
            String script = removal(host.run(family + "-save"), mark);
            if (!script.isEmpty()) {
                host.feed(script, family + "-restore", "--noflush", "-w");
            }
        }
    }

    /** What undoes, fed to {@code iptables-restore}, all that is ours in a listing of {@code iptables-save}. */
    static String removal(String saved, String mark) {
        StringBuilder script = new StringBuilder();
        List<String> rules = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        String table = "";
        for (String line : saved.lines().toList()) {
            if (line.startsWith("*")) {
                table = line;
            } else if (line.startsWith(":" + CHAIN)) {
                chains.add(line.substring(1).split(" ", 2)[0]);
            } else if (line.startsWith("-A ") && ours(line, mark)) {
                rules.add("-D" + line.substring(2));
            } else if (line.equals("COMMIT")) {
                append(script, table, rules, chains);
                rules.clear();
                chains.clear();
            }
        }
        return script.toString();
    }

    /** A rule in a chain that goes is gone with it. */
    private static boolean ours(String rule, String mark) {
        return !rule.startsWith("-A " + CHAIN) && (rule.contains(" -j " + CHAIN) || rule.contains(mark));
    }

    private static void append(StringBuilder script, String table, List<String> rules, List<String> chains) {
        if (rules.isEmpty() && chains.isEmpty()) {
            return;
        }
        script.append(table).append('\n');
        rules.forEach(rule -> script.append(rule).append('\n'));
        chains.forEach(chain -> script.append("-F ").append(chain).append('\n'));
        chains.forEach(chain -> script.append("-X ").append(chain).append('\n'));
        script.append("COMMIT\n");
    }
}
