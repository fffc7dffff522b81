package dev.aftershock.probes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.ClusterTarget;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.ProbeProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe that cannot be made ready says about it. */
class PrepareTest {

    private static final KubernetesReady ORDERS = ready("deployment/orders", "");

    @TempDir
    private Path directory;

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private PlayedApi api;
    private Path kubeconfig;

    @BeforeEach
    void start() throws IOException {
        api = new PlayedApi().with(Played.PODS, Played.pods(1));
        kubeconfig = api.kubeconfig(directory);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aKubeconfigThatIsNotThereIsNamed() {
        assertThat(refusal(ORDERS, target(directory.resolve("none"), "")))
                .contains("there is no kubeconfig at " + directory.resolve("none"), "; expected the path of a file");
    }

    @Test
    void whatIsNoKubeconfigIsNotRepeated() throws IOException {
        Path file = Files.writeString(directory.resolve("broken"), "users: [{name: me, user: {token: not-to-be-told");
        assertThat(refusal(ORDERS, target(file, "")))
                .contains(file + " is no kubeconfig; expected")
                .doesNotContain("not-to-be-told");
        Path empty = Files.writeString(directory.resolve("empty"), "{}");
        assertThat(refusal(ORDERS, target(empty, ""))).contains(empty + " has no current context");
    }

    @Test
    void aContextThatIsNotThereIsAnsweredWithThoseThatAre() {
        assertThat(refusal(ORDERS, target(kubeconfig, "prod")))
                .contains("there is no context 'prod' in " + kubeconfig + "; expected one of [played]");
    }

    @Test
    void aServerThatIsAwayIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path away = PlayedApi.kubeconfig(directory, "http://127.0.0.1:" + port);
        assertThat(refusal(ORDERS, target(away, "")))
                .contains(
                        "cannot reach the API server at http://127.0.0.1:" + port,
                        "start it, or correct the kubeconfig");
    }

    @Test
    void aServerThatIsSilentIsGivenUp() {
        api.fallSilent();
        long from = clock.nanos();
        assertThat(refusal(ORDERS, target(kubeconfig, "")))
                .contains("cannot reach the API server at http://127.0.0.1:");
        assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aMissingPermissionIsNamedWithVerbResourceAndNamespace() {
        api.refuse("get", 403);
        assertThat(refusal(ORDERS, shop()))
                .contains("the probe needs get on deployments in namespace shop, which the API server forbids (403)");
        assertThat(refusal(ready("", "app=orders"), shop()))
                .contains("the probe needs list, watch on pods in namespace shop, which the API server forbids (403)");
        api.refuse("get", 0).refuse("watch", 403).with(Played.DEPLOYMENT, Played.deployment(2));
        assertThat(refusal(ORDERS, shop()))
                .contains("the probe needs list, watch on pods in namespace shop, which the API server forbids (403)");
    }

    @Test
    void credentialsThatAreRefusedAreNotRepeated() {
        api.refuse("get", 401);
        assertThat(refusal(ORDERS, shop()))
                .contains("does not know the user (401)", "credentials are valid now")
                .doesNotContain("not-to-be-told");
    }

    @Test
    void whatIsLookedAtMustBeThere() {
        assertThat(refusal(ORDERS, shop()))
                .contains("there is no deployment/orders in namespace shop; expected the name");
        assertThat(refusal(ready("statefulset/db", ""), shop()))
                .contains("there is no statefulset/db in namespace shop");
        assertThat(refusal(ready("", "app=orders"), shop()))
                .contains("there are no pods with app=orders in namespace shop; expected a selector that matches");
        assertThat(refusal(
                        new KubernetesEndpoints.Provider(),
                        new KubernetesEndpoints("shop", "orders", 1, seconds(2)),
                        shop()))
                .contains("there is no service 'orders' in namespace shop; expected the name");
        api.with(Played.DEPLOYMENT, Played.deployment(0));
        assertThat(refusal(ORDERS, shop()))
                .contains("deployment/orders asks for no pods, so that it would always be ready");
    }

    private static KubernetesReady ready(String workload, String pods) {
        return new KubernetesReady("shop", given(workload), given(pods), Optional.empty(), seconds(2), false);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    private static Duration seconds(int howMany) {
        return Duration.ofSeconds(howMany);
    }

    private ClusterTarget shop() {
        return target(kubeconfig, "");
    }

    private static ClusterTarget target(Path file, String context) {
        return new ClusterTarget() {
            @Override
            public Optional<Path> kubeconfig() {
                return Optional.of(file);
            }

            @Override
            public Optional<String> context() {
                return given(context);
            }

            @Override
            public String namespace() {
                return "shop";
            }
        };
    }

    private String refusal(KubernetesReady settings, ClusterTarget target) {
        return refusal(new KubernetesReady.Provider(), settings, target);
    }

    private <S extends Record> String refusal(ProbeProvider<S> provider, S settings, ClusterTarget target) {
        Targets targets = ClusterAt.only(target);
        try (ProbeGroup group = new ProbeGroup(clock);
                Probe probe = provider.create(
                        settings,
                        new ProbeContext(
                                "it",
                                new Pace(seconds(1), seconds(1)),
                                targets,
                                clock,
                                1,
                                directory,
                                group.loop(),
                                Map.of()))) {
            Exception refused = catchThrowableOfType(Exception.class, probe::prepare);
            assertThat(refused).isInstanceOfAny(InvalidInputException.class, IOException.class);
            return String.valueOf(refused.getMessage());
        }
    }
}
