package dev.aftershock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.Registry;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that is not on this machine is broken only by who says its name. */
class ConfirmedTest {

    private static final String FAR = "https://192.0.2.1:6443";
    private static final String NEAR = "https://127.0.0.1:6443";

    private final Registry registry = Registry.onClassPath();
    private final List<String> asked = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aClusterElsewhereIsRefusedUntilItsNameIsGiven() throws IOException {
        Plan plan = plan(FAR);
        assertThatThrownBy(() -> confirmed(Optional.empty()).refuseClusters(plan, registry))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--confirm: the cluster 'eu-shop' at " + FAR
                        + " is not on this machine, and that it may be broken was not confirmed")
                .hasMessageContaining("--confirm eu-shop");
        assertThatCode(() -> confirmed(Optional.empty(), "staging", "eu-shop").refuseClusters(plan, registry))
                .doesNotThrowAnyException();
    }

    @Test
    void whoSitsAtATerminalIsAskedAndHasToTypeThatVeryName() throws IOException {
        Plan plan = plan(FAR);
        confirmed(Optional.of("eu-shop\n")).refuseClusters(plan, registry);
        assertThat(asked).containsExactly("This breaks the cluster 'eu-shop' at " + FAR + ". Type its name to go on: ");
        assertThatThrownBy(() -> confirmed(Optional.of("yes")).refuseClusters(plan, registry))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aClusterOnThisMachineAndOneThatIsOnlyLookedAtNeedNothing() throws IOException {
        confirmed(Optional.empty()).refuseClusters(plan(NEAR), registry);
        confirmed(Optional.empty()).refuseClusters(plan(FAR, "near"), registry);
        assertThat(asked).isEmpty();
    }

    @Test
    void aServiceThatIsLedOverAProxyIsBrokenTooAlsoByWhoOnlyWatches() throws IOException {
        Path file = Files.writeString(folder.resolve("web.yaml"), """
                aftershock: 1
                title: Orders are answered though their service is slow
                hypothesis: With 100 ms more, no request takes longer than 250 ms.
                objectives: {rto: 1s}
                targets:
                  shop: {kubernetes: {namespace: shop, kubeconfig: "%s"}}
                  web: {service-link: {cluster: shop, service: web, image: "toxiproxy:2"}}
                  orders: {http: "http://10.96.0.20"}
                probes:
                  - name: orders
                    http: {target: orders, every: 20ms, deadline: 1s}
                steady-state: {within: 250ms, bad-at-most: 1%%, for: 3s}
                method:
                  - inject: {latency: {link: web, value: 100ms}}
                    for: 5s
                """.formatted(kubeconfig("far", FAR)));
        for (String command : List.of("run", "watch")) {
            StringWriter told = new StringWriter();
            PrintWriter to = new PrintWriter(told, true);
            assertThat(Main.execute(to, to, command, file.toString(), "--out", folder.toString()))
                    .as(command)
                    .isEqualTo(Main.BAD_INPUT);
            assertThat(told.toString()).as(command).contains("--confirm eu-shop", "nothing was started");
        }
    }

    @Test
    void theRunIsRefusedBeforeAnythingIsTouched() throws IOException {
        StringWriter told = new StringWriter();
        PrintWriter to = new PrintWriter(told, true);
        Path file = experiment(FAR, "shop");
        assertThat(Main.execute(to, to, "run", file.toString(), "--out", folder.toString()))
                .isEqualTo(Main.BAD_INPUT);
        assertThat(told.toString()).contains("--confirm eu-shop", "nothing was started");
    }

    private Confirmed confirmed(Optional<String> typed, String... given) {
        return new Confirmed(List.of(given), question -> {
            asked.add(question);
            return typed;
        });
    }

    private Plan plan(String server) throws IOException {
        return plan(server, "shop");
    }

    private Plan plan(String server, String broken) throws IOException {
        return Planner.plan(
                ExperimentArgument.of(experiment(server, broken), Map.of()).read(registry), registry);
    }

    private Path experiment(String server, String broken) throws IOException {
        Path far = kubeconfig("far", server);
        Path near = kubeconfig("near", NEAR);
        return Files.writeString(folder.resolve("shop.yaml"), """
                aftershock: 1
                title: Orders survive a killed pod
                hypothesis: With two pods, losing one is not noticed.
                objectives: {rto: 20s}
                targets:
                  shop: {kubernetes: {namespace: shop, kubeconfig: "%s"}}
                  near: {kubernetes: {namespace: shop, kubeconfig: "%s"}}
                probes:
                  - name: ready
                    kubernetes-ready: {target: shop, workload: deployment/web, every: 100ms, deadline: 1s}
                steady-state: {within: 300ms, bad-at-most: 1%%, for: 5s}
                method:
                  - inject: {pod-delete: {target: %s, pods: {labels: app=orders}}}
                """.formatted(far, near, broken));
    }

    private Path kubeconfig(String name, String server) throws IOException {
        return Files.writeString(folder.resolve(name), """
                apiVersion: v1
                kind: Config
                clusters: [{name: eu-shop, cluster: {server: "%s"}}]
                users: [{name: me, user: {token: "none"}}]
                contexts: [{name: mine, context: {cluster: eu-shop, user: me}}]
                current-context: mine
                """.formatted(server));
    }
}
