package dev.aftershock.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small application with a service behind a web interface, and Chaos Monkey in it. */
@SpringBootApplication
public class PriceApplication {

    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(PriceApplication.class, arguments);
    }

    /** What requests reach. */
    @RestController
    static class Web {
        private final Prices prices;

        Web(Prices prices) {
            this.prices = prices;
        }

        @GetMapping("/price")
        String price() {
            return prices.of("book");
        }

        /** The share of its largest size to which the heap has grown. */
        @GetMapping("/heap")
        double heap() {
            return (double) Runtime.getRuntime().totalMemory()
                    / Runtime.getRuntime().maxMemory();
        }
    }

    /** What is assaulted. */
    @Service
    static class Prices {
        String of(String what) {
            return what + ": 12";
        }
    }
}
