package dev.aftershock.examples.spring;

import java.math.BigDecimal;
import org.springframework.stereotype.Service;

/** What things cost; stands for a system of somebody else, and is what the tests make slow and fail. */
@Service
class PriceService {

    private static final BigDecimal TODAY = new BigDecimal("12.50");

    BigDecimal today() {
        return TODAY;
    }
}
