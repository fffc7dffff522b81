package dev.aftershock.examples.spring;

import java.math.BigDecimal;
import java.util.function.Supplier;

/** How calls are made that may fail or never end; which of the two, the property {@code resilience} says. */
interface Resilience {

    /** What is sold at while no price can be had. */
    BigDecimal LIST_PRICE = new BigDecimal("15.00");

    /** A price. */
    BigDecimal price(Supplier<BigDecimal> call);

    /** A call of the database that does no harm when it is made twice. */
    <T> T database(Supplier<T> call);
}
