package dev.aftershock.examples.spring;

import java.math.BigDecimal;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** {@code resilience=off}: each call is made once, and waited for. */
@Component
@ConditionalOnProperty(name = "resilience", havingValue = "off")
class Careless implements Resilience {

    @Override
    public BigDecimal price(Supplier<BigDecimal> call) {
        return call.get();
    }

    @Override
    public <T> T database(Supplier<T> call) {
        return call.get();
    }
}
