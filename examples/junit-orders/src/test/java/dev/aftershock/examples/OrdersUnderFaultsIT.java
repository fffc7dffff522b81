package dev.aftershock.examples;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.junit.Bandwidth;
import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.Cut;
import dev.aftershock.junit.Lab;
import dev.aftershock.junit.Latency;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.ResetPeer;
import dev.aftershock.junit.Unanswered;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.parts.Targets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the service promises while the way to its database is disturbed: an answer within five seconds, and a true one. */
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=30s")
class OrdersUnderFaultsIT {

    private static final String DATABASE = "clients -> orders-db.primary";
    private static final Duration PROMISE = Duration.ofSeconds(5);

    private static Shop shop;

    @BeforeAll
    static void open(Targets targets) throws Exception {
        shop = Shop.careful(targets);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void ordersAreTakenAfterEveryFault() throws Exception {
        assertThat(shop.put("after")).isEqualTo(201);
    }

    @Test
    void withoutAFaultAnOrderIsKept() throws Exception {
        assertThat(shop.get("book-1")).isEqualTo(404);
        assertThat(shop.put("book-1")).isEqualTo(201);
        assertThat(shop.get("book-1")).isEqualTo(200);
    }

    @Test
    @Latency(link = DATABASE, value = "100ms", jitter = "20ms")
    void aSlowDatabaseMakesOrdersLateButFailsNone() {
        assertThat(assertTimeout(PROMISE, () -> shop.put("book-2"))).isEqualTo(201);
    }

    @Test
    @Unanswered(link = DATABASE)
    void aDatabaseThatDoesNotAnswerIsToldInTime() {
        assertThat(assertTimeout(PROMISE, () -> shop.put("book-3"))).isEqualTo(503);
    }

    @Test
    @Cut(link = DATABASE)
    void aDatabaseThatIsGoneIsTold() {
        assertThat(assertTimeout(PROMISE, () -> shop.put("book-4"))).isEqualTo(503);
    }

    @Test
    @Cut(link = DATABASE)
    void whatIsAnsweredWithAnErrorIsNoRefusalToALedger(Ledger ledger) throws Exception {
        assertThatThrownBy(() -> ledger.write(shop::order)).hasMessage("status 503");
        LedgerFindings found = ledger.compareWith(List::of);
        assertThat(found.refused()).isZero();
        assertThat(found.indeterminateAbsent()).hasSize(1);
    }

    @Test
    @Cut(link = DATABASE)
    void healthSaysSo() {
        assertThat(assertTimeout(PROMISE, () -> shop.health())).isEqualTo(503);
    }

    @Test
    @ResetPeer(link = DATABASE)
    void aConnectionThatIsResetIsTold() {
        assertThat(assertTimeout(PROMISE, () -> shop.put("book-5"))).isEqualTo(503);
    }

    @Test
    @Bandwidth(link = DATABASE, rate = "1")
    void aNarrowLinkCarriesAnOrderAllTheSame() {
        assertThat(assertTimeout(PROMISE, () -> shop.put("book-6"))).isEqualTo(201);
    }

    @Test
    void anOrderThatWasRefusedIsKeptWhenItIsSentAgain(Chaos chaos) throws Exception {
        try (ActingFault cut = chaos.inject(part("down", with("link", DATABASE)))) {
            assertThat(shop.put("book-7")).as(cut.evidence()).isEqualTo(503);
        }
        assertThat(shop.put("book-7")).isEqualTo(201);
        assertThat(shop.get("book-7")).isEqualTo(200);
    }
}
