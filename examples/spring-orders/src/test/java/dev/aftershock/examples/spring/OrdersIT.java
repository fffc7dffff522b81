package dev.aftershock.examples.spring;

import dev.aftershock.junit.Lab;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** With retries, a time limit and a circuit breaker every promise is kept. */
@Lab(name = "orders-db", kind = "postgres-pair", settings = "failover-after=1500ms")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "resilience=on")
class OrdersIT extends OrdersPromises {}
