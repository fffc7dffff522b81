package dev.aftershock.examples.spring;

import dev.aftershock.junit.Lab;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Without them, every promise is broken. */
@Tag("red")
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=1500ms")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "resilience=off")
class RedOnPurposeIT extends OrdersPromises {}
