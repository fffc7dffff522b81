package dev.aftershock.cli;

import static dev.aftershock.format.Words.badAtMost;
import static dev.aftershock.format.Words.inject;
import static dev.aftershock.format.Words.lasting;
import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.rpo;
import static dev.aftershock.format.Words.rto;
import static dev.aftershock.format.Words.stopAfter;
import static dev.aftershock.format.Words.together;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.format.Words.within;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.format.ExperimentBuilder;
import dev.aftershock.format.Word;
import dev.aftershock.format.YamlExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each experiment of the catalog reads the same in Java. */
class CatalogTwinsTest {

    private static final Path CATALOG = Path.of("../catalog");

    private static final Map<String, ExperimentBuilder> TWINS = Map.of(
            "k8s-node-drain-pdb.yaml",
            shop(ExperimentBuilder.named("A web shop is served while one of its nodes is drained")
                            .hypothesis("Three of four servers are ready all the while, requests are answered, and all"
                                    + " run in the west within 20 s.")
                            .objectives(rto("20s")))
                    .probe(
                            "budget",
                            part(
                                    "kubernetes-endpoints",
                                    with("target", "shop"),
                                    with("service", "web"),
                                    with("at-least", "3"),
                                    with("every", "100ms"),
                                    with("deadline", "1s")))
                    .method(inject(part(
                                    "node-drain",
                                    with("target", "shop"),
                                    with("nodes", "topology.kubernetes.io/region=east"),
                                    with("within", "30s")))
                            .lasting("5s")
                            .named("east-is-drained"))
                    .safeguards(stopAfter("2m")),
            "k8s-partition.yaml",
            shop(ExperimentBuilder.named("A web shop is cut off by its network and comes back")
                            .hypothesis("Once the network lets them through again, requests are answered within 5 s.")
                            .objectives(rto("12s")))
                    .method(inject(part(
                                    "network-partition",
                                    with("target", "shop"),
                                    with("pods", "app=web"),
                                    with("direction", "ingress"),
                                    with("canary", "shop.web")))
                            .lasting("6s")
                            .named("shop-is-cut-off"))
                    .safeguards(stopAfter("2m")),
            "k8s-pod-delete.yaml",
            shop(ExperimentBuilder.named("A web shop survives the loss of half of its pods")
                            .hypothesis("Requests are answered again within 5 s, and all pods are ready again.")
                            .objectives(rto("5s")))
                    .method(inject(part(
                            "pod-delete",
                            with("target", "shop"),
                            with("pods", with("labels", "app=web"), with("amount", "50%")))))
                    .safeguards(stopAfter("2m")),
            "k8s-region-evacuation.yaml",
            shop(ExperimentBuilder.named("A web shop is evacuated from a lost region")
                            .hypothesis("Without region east requests are answered again within 20 s, and all pods run"
                                    + " in the west.")
                            .objectives(rto("20s")))
                    .method(inject(part(
                                    "node-stop",
                                    with("target", "shop"),
                                    with("nodes", "topology.kubernetes.io/region=east")))
                            .lasting("30s")
                            .named("east-goes-dark"))
                    .safeguards(stopAfter("3m")),
            "k8s-zone-loss.yaml",
            ExperimentBuilder.named("A web shop survives the loss of a zone")
                    .hypothesis("Without it all pods are ready again in the zones that are left, before its power is"
                            + " back.")
                    .objectives(rto("20s"))
                    .lab(
                            "shop",
                            part(
                                    "kubernetes-cluster",
                                    with("nodes", "0"),
                                    with("simulated-nodes", "12"),
                                    with("regions", List.of("east", "west")),
                                    with("namespace", "shop"),
                                    with("web-servers", "24")))
                    .probe("pods", part("kubernetes-ready", looking(with("workload", "deployment/web"))))
                    .probe("nodes", part("kubernetes-nodes", looking()))
                    .steadyState(within("250ms"), badAtMost("1%"), lasting("3s"))
                    .method(inject(part(
                                    "node-stop",
                                    with("target", "shop"),
                                    with("nodes", "topology.kubernetes.io/zone=east-a")))
                            .lasting("16s")
                            .named("zone-goes-dark"))
                    .safeguards(stopAfter("10m")),
            "postgres-failover.yaml",
            ExperimentBuilder.named("Orders survive the loss of their primary database")
                    .hypothesis("Writes are accepted again within 5 s, and no acknowledged write is lost.")
                    .objectives(rto("5s"), rpo("0 writes"))
                    .lab("orders-db", part("postgres-pair", with("failover-after", "300ms")))
                    .probe("orders-write", writing("2ms"))
                    .steadyState(within("50ms"), badAtMost("1%"), lasting("2s"))
                    .method(inject(part("process-kill", with("target", "orders-db.primary"))))
                    .safeguards(stopAfter("60s")),
            "postgres-partition.yaml",
            ExperimentBuilder.named("Orders survive the loss of the primary's region")
                    .hypothesis(
                            "With its region cut off, the other region accepts writes within 5 s, and no acknowledged"
                                    + " write is lost.")
                    .objectives(rto("5s"), rpo("0 writes"))
                    .lab(
                            "orders-db",
                            part("postgres-pair", with("replication-delay", "40ms"), with("failover-after", "1s")))
                    .probe("orders-write", writing("4ms", with("writers", "32")))
                    .steadyState(within("200ms"), badAtMost("1%"), lasting("2s"))
                    .method(together(
                                    inject(part("down", with("link", "orders-db.* -> orders-db.*"))),
                                    inject(part("down", with("link", "clients -> orders-db.primary"))))
                            .named("region-cut-off"))
                    .safeguards(stopAfter("60s")),
            "postgres-slow-link.yaml",
            ExperimentBuilder.named("Orders slow down but none fails while the link to the database is slow")
                    .hypothesis(
                            "With 200 ms on the link every write still succeeds, and latency is back to normal within"
                                    + " 8 s.")
                    .objectives(rto("8s"), rpo("0 writes"))
                    .lab("orders-db", part("postgres-pair", with("failover-after", "2s")))
                    .probe("orders-write", writing("10ms", with("writers", "48")))
                    .steadyState(within("50ms"), badAtMost("1%"), lasting("2s"))
                    .method(inject(part(
                                    "latency",
                                    with("link", "clients -> orders-db.primary"),
                                    with("value", "200ms"),
                                    with("jitter", "20ms")))
                            .lasting("3s"))
                    .safeguards(stopAfter("60s")));

    private static ExperimentBuilder shop(ExperimentBuilder begun) {
        return begun.lab(
                        "shop",
                        part(
                                "kubernetes-cluster",
                                with("nodes", "2"),
                                with("regions", List.of("east", "west")),
                                with("namespace", "shop"),
                                with("web-servers", "4")))
                .probe("web", part("http", with("target", "shop.web"), with("every", "20ms"), with("deadline", "1s")))
                .probe("pods", part("kubernetes-ready", looking(with("workload", "deployment/web"))))
                .steadyState(within("250ms"), badAtMost("1%"), lasting("3s"));
    }

    private static Word[] looking(Word... more) {
        return Stream.concat(
                        Stream.of(with("target", "shop"), with("every", "100ms"), with("deadline", "1s")),
                        Stream.of(more))
                .toArray(Word[]::new);
    }

    private static Word writing(String every, Word... more) {
        return part(
                "jdbc-ledger",
                Stream.concat(
                                Stream.of(with("target", "orders-db"), with("every", every), with("deadline", "1s")),
                                Stream.of(more))
                        .toArray(Word[]::new));
    }

    @Test
    void everyFileHasATwinInJavaThatIsTheSameExperiment() throws IOException {
        YamlExperimentReader reader = new YamlExperimentReader();
        try (Stream<Path> files = Files.list(CATALOG)) {
            Map<String, Path> yaml = files.filter(file -> file.toString().endsWith(".yaml"))
                    .collect(toMap(file -> file.getFileName().toString(), file -> file));
            assertThat(TWINS).containsOnlyKeys(yaml.keySet());
            for (var file : yaml.entrySet()) {
                assertThat(TWINS.get(file.getKey()).build().experiment())
                        .as(file.getKey())
                        .isEqualTo(reader.read(file.getKey(), Files.readString(file.getValue()), Map.of())
                                .experiment());
            }
        }
    }
}
