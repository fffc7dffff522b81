package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftershock.lab.LabException;
import dev.aftershock.lab.Poll;
import dev.aftershock.lab.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The lab's own enforcer of network policies, in the place of a network plug-in that knows them: it asks the cluster ten times a
 * second for policies, and turns them into packet rules for the pods of this host's nodes.
 *
 * <p>It lives as long as this process and the cluster's folder; the rules stay until the cluster is removed.
 */
final class PolicyEnforcer implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final long END_MILLIS = 5_000;

    /** From the server's cache, which costs it little. */
    private static final String CACHED = "?resourceVersion=0";

    private final Api api;
    private final PolicyChains chains;
    private final Path log;
    private final Thread thread = new Thread(this::run, "aftershock-policy-enforcer");
    private volatile boolean ended;
    private List<String> obeyed = List.of();
    private String failure = "";

    private PolicyEnforcer(Api api, PolicyChains chains, Path log) {
        this.api = api;
        this.chains = chains;
        this.log = log;
    }

    /**
     * Starts it, where the cluster answers already.
     *
     * @param log where it tells what it could not do; in a folder that is there
     */
    static PolicyEnforcer start(Api api, PolicyChains chains, Path log) throws IOException {
        chains.make();
        PolicyEnforcer enforcer = new PolicyEnforcer(api, chains, log);
        enforcer.thread.setDaemon(true);
        enforcer.thread.start();
        return enforcer;
    }

    private void run() {
        while (!ended && Files.isDirectory(log.getParent())) {
            try {
                obey();
                failure = "";
                Poll.pause(PAUSE_MILLIS);
            } catch (IOException | RuntimeException e) {
                tell(e.toString());
            }
        }
    }

    private void obey() throws IOException {
        JsonNode policies = list("/apis/networking.k8s.io/v1/networkpolicies");
        List<String> rules = policies.path("items").isEmpty()
                ? List.of()
                : PolicyRules.of(policies, PolicyPods.of(list("/api/v1/pods"), list("/api/v1/namespaces")));
        if (!rules.equals(obeyed)) {
            chains.replace(rules);
            obeyed = rules;
        }
    }

    private JsonNode list(String path) throws IOException {
        return api.get(path + CACHED).orElseThrow(() -> new LabException("the API has no " + path));
    }

    /** Once for each failure, however long it lasts. */
    private void tell(String what) {
        if (!what.equals(failure) && !ended) {
            failure = what;
            try {
                Files.writeString(log, what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException folderIsGone) {
                ended = true;
            }
        }
        try {
            Poll.pause(PAUSE_MILLIS);
        } catch (LabException interrupted) {
            ended = true;
        }
    }

    /** Ends it; the rules stay. */
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        Uninterrupted.call(this::joined);
    }

    private boolean joined() {
        try {
            thread.join(END_MILLIS);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
