package dev.aftershock.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Takes orders, at a price that it looks up, and keeps them in PostgreSQL. */
@SpringBootApplication
public class OrdersApplication {

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(OrdersApplication.class, arguments);
    }
}
