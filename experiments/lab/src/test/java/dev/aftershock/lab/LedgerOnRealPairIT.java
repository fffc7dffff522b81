package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.Survivor;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.JdbcTarget;
import dev.aftershock.probes.Ledger;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeGroup;
import dev.aftershock.probes.Sampler;
import dev.aftershock.probes.jdbc.JdbcLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write ledger on a real pair whose primary is killed. */
class LedgerOnRealPairIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pace PACE = new Pace(Duration.ofMillis(10), Duration.ofMillis(250));

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final ProbeGroup group = new ProbeGroup(clock);
    private final PostgresPair pair = PostgresPair.prepare(PairOptions.of(Replication.SYNC), clock);

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        group.close();
        pair.close();
    }

    @Test
    void everyWriteThatTheSynchronousPairAcknowledgedIsFoundOnThePromotedStandby() throws Exception {
        pair.start(Wiring.direct(pair));
        try (Probe probe = probe()) {
            probe.prepare();
            Ledger ledger = (Ledger) probe;
            Sampler sampler = new Sampler("ledger", probe, PACE, clock, 1);
            sampler.start();
            awaitGood(sampler, 0);
            long fault = clock.nanos();
            pair.node(pair.primary()).kill();
            pair.promoteStandby();
            awaitGood(sampler, fault);
            sampler.stop();
            List<Survivor> survivors = ledger.survivors(LIMIT);
            Set<String> found = survivors.stream()
                    .map(each -> each.writer() + "-" + each.seq())
                    .collect(Collectors.toSet());
            List<LedgerEntry> acknowledged = ledger.entries().stream()
                    .filter(entry -> entry.result().acknowledged())
                    .toList();
            assertThat(acknowledged).extracting(LedgerEntry::node).contains(address("a"), address("b"));
            assertThat(acknowledged).allMatch(entry -> found.contains(entry.id()));
            assertThat(survivors).allMatch(each -> each.copies() == 1);
        }
    }

    private String address(String member) {
        return "127.0.0.1:" + pair.node(member).address().getPort();
    }

    private static void awaitGood(Sampler sampler, long after) {
        await().atMost(LIMIT)
                .until(() -> sampler.samples().stream()
                                .filter(sample -> sample.due() > after && sample.outcome() == Outcome.OK)
                                .map(Sample::due)
                                .count()
                        >= 50);
    }

    private Probe probe() {
        JdbcTarget target = new JdbcTarget() {
            @Override
            public String url() {
                return pair.url();
            }

            @Override
            public String user() {
                return pair.application().user();
            }

            @Override
            public Secret password() {
                return pair.application().password();
            }
        };
        Targets targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
        ProbeContext context =
                new ProbeContext("ledger", PACE, targets, clock, 1, directory, group.loop(), java.util.Map.of());
        JdbcLedger settings = new JdbcLedger("db", "aftershock_ledger", 24, 4, true);
        return new JdbcLedger.Provider().create(settings, context);
    }
}
