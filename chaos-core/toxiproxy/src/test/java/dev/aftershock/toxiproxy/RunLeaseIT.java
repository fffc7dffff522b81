package dev.aftershock.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.RunShared;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.proxy.ProxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a server of our own kind in another process a fault dies with the run that made it. */
class RunLeaseIT {

    private static final Pattern REMAINING = Pattern.compile("\"remainingMs\":(\\d+)");

    static List<String> others() {
        return RealServer.andEmbedded();
    }

    @Test
    void aRunThatIsKilledTakesItsFaultsWithItAndNothingElse() throws Exception {
        String run = LinkWorld.uniqueRun();
        try (ProxyServer server = LinkWorld.ownServer();
                Talker talker = Talker.answering()) {
            ToxiproxyClient client =
                    new ToxiproxyClient(server.api().getHost(), server.api().getPort());
            Proxy foreign = client.createProxy("foreign", "127.0.0.1:0", Addresses.write(talker.address()));
            foreign.toxics().latency("theirs", ToxicDirection.DOWNSTREAM, 1);
            Process saboteur = Saboteur.start(server.api(), Addresses.write(talker.address()), run);
            try {
                awaitWord(saboteur);
                assertThat(faults(client, run))
                        .as("faults while their run lives")
                        .isEqualTo(2);
                awaitRenewal(server.api(), run);
            } finally {
                saboteur.destroyForcibly();
                assertThat(saboteur.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(faults(client, run))
                    .as("faults when their run was killed")
                    .isEqualTo(2);
            await().atMost(Duration.ofSeconds(20)).until(() -> faults(client, run) == 0);
            assertThat(foreign.toxics().getAll()).hasSize(1);
        }
    }

    private static void awaitWord(Process saboteur) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(saboteur.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo(Saboteur.DONE);
    }

    /** What remains only shrinks, unless somebody renews it. */
    private static void awaitRenewal(URI api, String run) {
        List<Long> seen = new ArrayList<>(List.of(Long.MAX_VALUE));
        await().atMost(Duration.ofSeconds(14)).until(() -> {
            Matcher matcher = REMAINING.matcher(get(api.resolve("/leases/" + Names.lease(run))));
            assertThat(matcher.find()).isTrue();
            seen.add(Long.parseLong(matcher.group(1)));
            return seen.get(seen.size() - 1) > seen.get(seen.size() - 2);
        });
    }

    /** The disabled proxies and the toxics of a run. */
    private static long faults(ToxiproxyClient client, String run) throws IOException {
        long faults = 0;
        for (Proxy proxy : client.getProxies()) {
            if (proxy.getName().startsWith(Names.prefix(run))) {
                faults += (proxy.isEnabled() ? 0 : 1) + proxy.toxics().getAll().size();
            }
        }
        return faults;
    }

    @Test
    void everyFaultOfARunHangsOnItsOneLeaseUntilItIsHealed() throws Exception {
        String run = LinkWorld.uniqueRun();
        try (LinkWorld world = LinkWorld.on(LinkWorld.OWN, Talker.answering(), run)) {
            for (Kinds.Fault<?> fault : Kinds.all("app -> db")) {
                PreparedFault prepared = inject(world, fault, run);
                assertThat(get(world.api().resolve("/leases")))
                        .as("%s", fault)
                        .startsWith("{\"" + Names.lease(run) + "\":{\"remainingMs\":1")
                        .contains(world.link("app -> db").proxy());
                fault.heal(prepared, HealContext.afterDeath());
                assertThat(get(world.api().resolve("/leases"))).as("%s", fault).isEqualTo("{}");
            }
            assertThat(renewing()).isTrue();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !renewing());
    }

    /** A thousand links would renew a thousand times, and keep the server from all else. */
    @Test
    void theSystemsOfARunShareItsLeaseOnAServerUntilTheRunEnds() throws Exception {
        try (ProxyServer server = LinkWorld.ownServer();
                Talker talker = Talker.answering();
                RunShared shared = new RunShared()) {
            String where = server.api().toString();
            RunContext run =
                    new RunContext(LinkWorld.uniqueRun(), MonotonicClock.startingNow(), 1, Path.of("unused"), shared);
            try (LinkServer first = LinkServer.open(where, run);
                    LinkServer second = LinkServer.open(where, run)) {
                LiveLink one = (LiveLink) first.link("one", talker.address());
                LiveLink other = (LiveLink) second.link("other", talker.address());
                RunLease lease = one.lease().orElseThrow();
                assertThat(other.lease().orElseThrow()).isSameAs(lease);
                lease.disable(one.proxy());
            }
            assertThat(renewing()).isTrue();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !renewing());
    }

    @Test
    void aRunIsToldWhenItsFaultsMayHaveEndedBecauseNothingWasRenewed() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        RunLease lease;
        try (ProxyServer server = LinkWorld.ownServer()) {
            OwnApi own = new Servers().own(server.api()).orElseThrow();
            lease = new RunLease(LinkWorld.uniqueRun(), own, Duration.ofSeconds(2), told::add);
            lease.hold();
            await("nothing is told while it is renewed")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(told::isEmpty);
            assertThat(told).as("while it is renewed").isEmpty();
        }
        try (lease) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
            assertThat(told.peek()).contains("was not renewed for ", "its faults may have ended by themselves");
        }
    }

    /** The faults of an embedded server die with its process anyway, and a stock server knows no leases. */
    @ParameterizedTest
    @MethodSource("others")
    void noOtherServerIsToldOfALease(String where) throws Exception {
        String run = LinkWorld.uniqueRun();
        try (LinkWorld world = LinkWorld.on(where, Talker.answering(), run)) {
            inject(world, Kinds.latency("app -> db", 1, Stream.DOWNSTREAM), run);
            inject(world, Kinds.all("app -> cache").get(0), run);
            assertThat(get(world.api().resolve("/proxies")))
                    .contains(Names.prefix(run))
                    .doesNotContain("ttlMs", "leaseId");
            assertThat(renewing()).isFalse();
        }
    }

    private static PreparedFault inject(LinkWorld world, Kinds.Fault<?> fault, String run) throws Exception {
        PreparedFault prepared =
                fault.prepare(new FaultContext(run, "fault-1", world)).get(0);
        prepared.inject();
        return prepared;
    }

    private static boolean renewing() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.isAlive() && thread.getName().equals("aftershock-toxiproxy-lease"));
    }

    private static String get(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(5_000);
        try (var body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
