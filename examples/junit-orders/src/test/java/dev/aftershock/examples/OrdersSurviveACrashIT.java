package dev.aftershock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.junit.KillProcess;
import dev.aftershock.junit.Lab;
import dev.aftershock.parts.Targets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The primary is killed while the body of the test runs; its standby takes over. */
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=1s")
class OrdersSurviveACrashIT {

    private static Shop shop;

    @BeforeAll
    static void open(Targets targets) throws Exception {
        shop = Shop.careful(targets);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void order() throws Exception {
        assertThat(shop.put("before")).isEqualTo(201);
    }

    @Test
    @KillProcess(target = "orders-db.primary")
    void ordersAreTakenAgainAndNoneIsForgotten() {
        await().atMost(Duration.ofSeconds(10)).until(() -> shop.put("during") == 201);
        await().atMost(Duration.ofSeconds(10)).until(() -> shop.get("before") == 200);
    }
}
