package dev.aftershock.cluster;

import dev.aftershock.lab.FreePorts;
import dev.aftershock.lab.Poll;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The store, the API server, the controllers and the scheduler. The API server listens on loopback, the store on a socket in
 * the lab's folder, the others nowhere.
 */
final class ControlPlane {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration SECOND_START = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final List<String> USERS = List.of("admin", "manager", "scheduler", "nodes", "proxy", "simulator");

    /** How many a second the controllers and the scheduler may make. */
    private static final int REQUESTS = 300;

    /** Writes and refusals alone, without what the nodes report all the time. */
    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: None
              verbs: [get, list, watch]
            - level: None
              resources:
              - {group: coordination.k8s.io, resources: [leases]}
              - {group: "", resources: [events, nodes/status]}
            - level: Metadata
            """;

    private final Programs programs;
    private final ClusterFiles files;
    private final KubernetesLab settings;
    private final Map<String, Kubeconfig> users = new TreeMap<>();

    ControlPlane(Programs programs, ClusterFiles files, KubernetesLab settings) {
        this.programs = programs;
        this.files = files;
        this.settings = settings;
        USERS.forEach(user -> users.put(user, Kubeconfig.random(user)));
    }

    /** Starts all of it and returns when the API server is ready. */
    Api start(Poll poll) throws IOException {
        int port = FreePorts.next(RandomGenerator.getDefault()).getPort();
        URI server = URI.create("https://127.0.0.1:" + port);
        writeFiles(server);
        Component store = Component.start("etcd", files.home(), store());
        poll.until(
                () -> {
                    store.requireAlive();
                    return Files.exists(files.home().resolve("etcd:1")) || pause();
                },
                READY_LIMIT,
                () -> store.failure("does not listen"));
        Api api = new Api(server, files.certificate(), users.get("admin").token());
        serve(poll, store, api, port);
        Component.start("manager", files.home(), manager()).requireAlive();
        Component.start("scheduler", files.home(), scheduler()).requireAlive();
        return api;
    }

    /** Once in a while its first watches of the store tell it nothing, and then it is never ready; another one is. */
    private void serve(Poll poll, Component store, Api api, int port) throws IOException {
        Component first = Component.start("apiserver", files.home(), apiServer(port));
        MonotonicClock clock = MonotonicClock.startingNow();
        while (clock.nanos() < SECOND_START.toNanos()) {
            if (serves(store, first, api)) {
                return;
            }
        }
        first.end();
        Component second = Component.start("apiserver", files.home(), apiServer(port));
        poll.until(() -> serves(store, second, api), READY_LIMIT, () -> second.failure("is not ready"));
    }

    private static boolean serves(Component store, Component server, Api api) {
        store.requireAlive();
        server.requireAlive();
        return api.ready() || pause();
    }

    /** Not yet; looks again later, because each look costs the server time that it needs to get ready. */
    static boolean pause() {
        Poll.pause(PAUSE.toMillis());
        return false;
    }

    private void writeFiles(URI server) throws IOException {
        files.makeAccountKeys();
        files.write("audit-policy.yaml", AUDIT_POLICY);
        StringBuilder tokens = new StringBuilder();
        for (Kubeconfig user : users.values()) {
            tokens.append(user.line());
            files.write(files.kubeconfig(user.user()).getFileName().toString(), user.text(server, files.certificate()));
        }
        files.write("tokens.csv", tokens.toString());
    }

    /** Its sockets are named after the folder that it is started in; nothing of it need outlive the lab. */
    private List<String> store() {
        return List.of(
                programs.path("etcd"),
                "--name=lab",
                "--data-dir=" + home("etcd"),
                "--unsafe-no-fsync",
                "--logger=zap",
                "--log-level=warn",
                "--listen-client-urls=unix://etcd:1",
                "--advertise-client-urls=unix://etcd:1",
                "--listen-peer-urls=unix://peer:1",
                "--initial-advertise-peer-urls=unix://peer:1",
                "--initial-cluster=lab=unix://peer:1");
    }

    private List<String> apiServer(int port) {
        long evictAfter = settings.evictAfter().toSeconds();
        return List.of(
                programs.path("kube-apiserver"),
                "--etcd-servers=unix://" + home("etcd:1"),
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + files.certificate().getParent(),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + home("accounts.pub"),
                "--service-account-signing-key-file=" + home("accounts.key"),
                "--token-auth-file=" + home("tokens.csv"),
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                "--audit-policy-file=" + home("audit-policy.yaml"),
                "--audit-log-path=" + home("audit.log"),
                "--audit-log-maxsize=50",
                "--audit-log-maxbackup=1",
                // A loopback address is no endpoint that pods could reach.
                "--endpoint-reconciler-type=none",
                // It offers what this store cannot do, and clients then try it again and again.
                "--feature-gates=WatchList=false",
                "--default-not-ready-toleration-seconds=" + evictAfter,
                "--default-unreachable-toleration-seconds=" + evictAfter);
    }

    /** Faster than by default, where one lost node of a zone is evacuated in ten seconds, and a pod made every 50 ms. */
    private List<String> manager() {
        return List.of(
                programs.path("kube-controller-manager"),
                "--kubeconfig=" + files.kubeconfig("manager"),
                "--service-account-private-key-file=" + home("accounts.key"),
                "--root-ca-file=" + files.certificate(),
                "--use-service-account-credentials=false",
                "--leader-elect=false",
                "--secure-port=0",
                "--kube-api-qps=" + REQUESTS,
                "--kube-api-burst=" + REQUESTS,
                "--node-eviction-rate=50",
                "--node-monitor-period=1s",
                "--node-monitor-grace-period=" + settings.silentAfter().toMillis() + "ms");
    }

    private List<String> scheduler() {
        return List.of(
                programs.path("kube-scheduler"),
                "--kubeconfig=" + files.kubeconfig("scheduler"),
                "--kube-api-qps=" + REQUESTS,
                "--kube-api-burst=" + REQUESTS,
                "--leader-elect=false",
                "--secure-port=0");
    }

    private Path home(String name) {
        return files.home().resolve(name);
    }
}
