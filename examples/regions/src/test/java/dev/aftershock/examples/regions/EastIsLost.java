package dev.aftershock.examples.regions;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.junit.ChaosAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.Link;
import dev.aftershock.junit.Observed;
import dev.aftershock.junit.ProxiedLink;
import dev.aftershock.junit.RecoveryTimeline;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.parts.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Region east is lost with all in it: its service, the primary database, and the replication from there. Orders come in all the time.
 * When east is back, it serves again.
 */
abstract class EastIsLost {

    private static TwoRegions regions = new TwoRegions();

    @ProxiedLink(region = "east")
    static Link toEast = Link.to(() -> regions.eastern());

    @ProxiedLink(region = "west")
    static Link toWest = Link.to(() -> regions.western());

    @BeforeAll
    static void open(Targets targets, @TempDir Path folder) throws Exception {
        regions.open(targets, toEast, toWest, folder);
    }

    @AfterAll
    static void close() {
        regions.close();
        regions = new TwoRegions();
    }

    /** What is wrong with the orders after that. */
    LedgerFindings loseEast(Chaos chaos, RecoveryTimeline timeline, Ledger ledger) throws Exception {
        Observed orders = timeline.watch("orders", ledger.writing(regions::put), with("every", "10ms"));
        await().atMost(Duration.ofSeconds(30)).until(orders.steady().within("30s"));
        String price = Nanos.seconds(regions.usual());
        ActingFault loss = chaos.inject(part("down", with("link", "region=east")));
        await().until(orders.failing());
        await().atMost(Duration.ofSeconds(20)).until(orders.recovered().within("20s"));
        loss.heal();
        await().atMost(Duration.ofSeconds(20)).until(() -> regions.servedBy().equals("east"));
        orders.stop();

        LedgerFindings findings = ledger.compareWith(regions::ids);
        System.out.printf(
                "an order takes %s; east is lost: R3 = %s, down for %s, after the heal for %s; %s%n",
                price,
                Nanos.bracket(orders.recovery().stable()),
                Nanos.bracket(orders.recovery().unavailable()),
                Nanos.bracket(orders.sinceHeal(loss).recovery().unavailable()),
                told(findings));
        assertThat(orders).recoveredWithin("8s");
        assertThat(findings).keptIntegrity();
        return findings;
    }

    private static String told(LedgerFindings findings) {
        return findings.lost().size() + " of " + findings.acknowledged() + " orders lost"
                + findings.lost().stream().map(LedgerEntry::id).collect(Collectors.joining(", ", " (", ")"));
    }
}
