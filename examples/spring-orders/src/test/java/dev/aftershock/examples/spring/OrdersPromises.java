package dev.aftershock.examples.spring;

import static dev.aftershock.format.Words.part;
import static dev.aftershock.format.Words.with;
import static dev.aftershock.junit.ChaosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.junit.Chaos;
import dev.aftershock.junit.ChaosMonkeyException;
import dev.aftershock.junit.ChaosTarget;
import dev.aftershock.junit.Ledger;
import dev.aftershock.junit.Observed;
import dev.aftershock.junit.RecoveryTimeline;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.JdbcTarget;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What clients are promised, whatever befalls the systems behind the service. */
@ActiveProfiles("chaos-monkey")
@DirtiesContext
abstract class OrdersPromises {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static JdbcTarget database;

    @LocalServerPort
    private int port;

    @ChaosTarget(kind = "chaos-monkey")
    Supplier<String> application = () -> "http://127.0.0.1:" + port + "/actuator/chaosmonkey";

    @ChaosTarget(kind = "http")
    Supplier<String> price = () -> "http://127.0.0.1:" + port + "/price";

    @BeforeAll
    static void find(Targets targets) {
        database = targets.one("orders-db", JdbcTarget.class);
    }

    @DynamicPropertySource
    static void connect(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> database.url());
        properties.add("spring.datasource.username", () -> database.user());
        properties.add("spring.datasource.password", () -> database.password().reveal());
    }

    @Test
    void ordersAreTakenWhilePricesFail(Chaos chaos) throws Exception {
        chaos.run("classpath:prices-fail.yaml", Map.of("port", "" + port));
    }

    @Test
    void ordersAreTakenAtOnceWhilePricesAreSlow(Chaos chaos) throws Exception {
        chaos.run("classpath:prices-slow.yaml", Map.of("port", "" + port));
    }

    @Test
    @ChaosMonkeyException(target = "application", watch = "service", canary = "price")
    void anOrderIsTakenThoughNoPriceCanBeHad() {
        assertThat(Shop.at(port).order("a-book-at-the-list-price")).isTrue();
    }

    @Test
    void noOrderIsRefusedOrLostWithThePrimary(Chaos chaos, RecoveryTimeline timeline, Ledger ledger) throws Exception {
        Shop shop = Shop.at(port);
        Observed orders =
                timeline.watch("orders", ledger.writing(shop::order), with("every", "50ms"), with("deadline", "12s"));
        await().atMost(PATIENCE).until(orders.steady().within("29s"));
        chaos.inject(part("process-kill", with("target", "orders-db.primary")));
        await().atMost(PATIENCE).until(orders.failing());
        await().atMost(PATIENCE).until(orders.recovered().within("12s"));

        orders.stop();
        assertThat(ledger.compareWith(shop::ids)).lostNoAcknowledgedWrites();
        assertThat(orders).wasDownAtMost("0s");
    }
}
