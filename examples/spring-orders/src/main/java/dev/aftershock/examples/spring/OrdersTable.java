package dev.aftershock.examples.spring;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders in PostgreSQL. An order that is kept already stays as it is, so that keeping it again does no harm. */
@Repository
class OrdersTable {

    private final JdbcClient database;

    OrdersTable(JdbcClient database) {
        this.database = database;
    }

    void keep(Order order, BigDecimal price) {
        database.sql("INSERT INTO orders (id, payload, price) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
                .params(order.id(), order.payload(), price)
                .update();
    }

    Optional<Order> find(String id) {
        return database.sql("SELECT id, payload FROM orders WHERE id = ?")
                .param(id)
                .query(Order.class)
                .optional();
    }

    List<String> ids() {
        return database.sql("SELECT id FROM orders").query(String.class).list();
    }
}
