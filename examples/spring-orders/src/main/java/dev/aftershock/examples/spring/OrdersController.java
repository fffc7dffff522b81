package dev.aftershock.examples.spring;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What clients ask for; what cannot be done now is a 503. */
@RestController
class OrdersController {

    private final PriceService prices;
    private final OrdersTable orders;
    private final Resilience resilience;

    OrdersController(PriceService prices, OrdersTable orders, Resilience resilience) {
        this.prices = prices;
        this.orders = orders;
        this.resilience = resilience;
    }

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order order(@RequestBody Order order) {
        BigDecimal price = available(() -> resilience.price(prices::today));
        return available(() -> resilience.database(() -> {
            orders.keep(order, price);
            return order;
        }));
    }

    @GetMapping("/orders/{id}")
    ResponseEntity<Order> find(@PathVariable String id) {
        return ResponseEntity.of(available(() -> resilience.database(() -> orders.find(id))));
    }

    @GetMapping("/orders")
    List<String> ids() {
        return available(() -> resilience.database(orders::ids));
    }

    /** What is behind orders, as it is. */
    @GetMapping("/price")
    BigDecimal price() {
        return available(prices::today);
    }

    private static <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "try again", e);
        }
    }
}
