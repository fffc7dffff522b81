package dev.aftershock.probes.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A real API server with a store of its own, that can be stopped and started; without controllers. */
public final class ApiServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A socket in the working directory; the store wants something like a port. */
    private static final String STORE = "unix://store:1";

    private final Path programs;
    private final Path home;
    private final int port = freePort();
    private final String token = UUID.randomUUID().toString();
    private Optional<Process> store = Optional.empty();
    private Optional<Process> server = Optional.empty();

    private ApiServer(Path programs, Path home) throws IOException, NoSuchAlgorithmException {
        this.programs = programs;
        this.home = home;
        Files.writeString(home.resolve("tokens"), token + ",admin,admin,\"system:masters\"\n");
        writeKey(home.resolve("key"));
    }

    /** Skips the tests, with the reason, where the programs are not there. */
    public static ApiServer open(Path home) throws IOException, NoSuchAlgorithmException {
        ApiServer server = new ApiServer(ClusterExtension.parts(), home);
        try {
            server.startStore();
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public void startStore() throws IOException {
        String peers = "unix://peers:1";
        // One that was killed leaves its sockets behind.
        Files.deleteIfExists(home.resolve("store:1"));
        Files.deleteIfExists(home.resolve("peers:1"));
        store = Optional.of(start(
                "etcd",
                List.of(
                        "etcd",
                        "--name=it",
                        "--data-dir=" + home.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + STORE,
                        "--advertise-client-urls=" + STORE,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=it=" + peers)));
    }

    public void killStore() throws InterruptedException {
        if (store.isPresent()) {
            end(store.get());
        }
    }

    public void start() throws IOException {
        server = Optional.of(start(
                "server",
                List.of(
                        programs.resolve("kube-apiserver").toString(),
                        "--etcd-servers=" + STORE,
                        "--secure-port=" + port,
                        "--bind-address=127.0.0.1",
                        "--cert-dir=" + home.resolve("cert"),
                        "--service-cluster-ip-range=10.96.0.0/16",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + home.resolve("key"),
                        "--service-account-signing-key-file=" + home.resolve("key"),
                        "--token-auth-file=" + home.resolve("tokens"),
                        "--authorization-mode=RBAC",
                        // No controller makes the accounts that it would ask for.
                        "--disable-admission-plugins=ServiceAccount",
                        "--endpoint-reconciler-type=none")));
        awaitReady();
    }

    /** As a crash would. */
    public void kill() throws InterruptedException {
        if (server.isPresent()) {
            end(server.get());
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public Path kubeconfig() throws IOException {
        return Files.writeString(
                home.resolve("kubeconfig"),
                "apiVersion: v1\nkind: Config\ncurrent-context: it\n"
                        + "contexts: [{name: it, context: {cluster: it, user: admin}}]\n"
                        + "clusters: [{name: it, cluster: {server: 'https://127.0.0.1:" + port
                        + "', certificate-authority: cert/apiserver.crt}}]\n"
                        + "users: [{name: admin, user: {token: " + token + "}}]\n");
    }

    private void awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!Files.exists(home.resolve("cert/apiserver.crt"))) {
                return false;
            }
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                    .build()) {
                return "ok".equals(client.raw("/readyz"));
            } catch (KubernetesClientException e) {
                return false;
            }
        });
    }

    private Process start(String name, List<String> command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(name + ".log").toFile()))
                .start();
    }

    private static void writeKey(Path file) throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        keys.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            kill();
            killStore();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
