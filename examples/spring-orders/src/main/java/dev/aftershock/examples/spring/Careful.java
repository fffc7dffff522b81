package dev.aftershock.examples.spring;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * {@code resilience=on}, with Resilience4j. A price that fails is asked for again; one that takes longer than 200 ms is not waited for,
 * and prices that are slow all the time are not asked for at all; what cannot be had costs the list price. The database is tried again
 * for some seconds, which is longer than its standby takes to step in.
 */
@Component
@ConditionalOnProperty(name = "resilience", havingValue = "on", matchIfMissing = true)
class Careful implements Resilience, AutoCloseable {

    private static final int AT_ONCE = 64;

    private final ExecutorService threads =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>());

    private final TimeLimiter limit = TimeLimiter.of(
            TimeLimiterConfig.custom().timeoutDuration(Duration.ofMillis(200)).build());

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "prices",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(20)
                    .failureRateThreshold(60)
                    .waitDurationInOpenState(Duration.ofSeconds(1))
                    .build());

    private final Retry prices = Retry.of(
            "prices",
            RetryConfig.custom()
                    .maxAttempts(4)
                    .waitDuration(Duration.ofMillis(5))
                    .ignoreExceptions(TimeoutException.class, CallNotPermittedException.class)
                    .build());

    private final Retry database = Retry.of(
            "database",
            RetryConfig.custom()
                    .maxAttempts(12)
                    .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                            Duration.ofMillis(20), 1.5, Duration.ofMillis(250)))
                    .retryExceptions(DataAccessException.class)
                    .build());

    @Override
    public BigDecimal price(Supplier<BigDecimal> call) {
        Callable<BigDecimal> limited = TimeLimiter.decorateFutureSupplier(limit, () -> threads.submit(call::get));
        Callable<BigDecimal> broken = CircuitBreaker.decorateCallable(breaker, limited);
        try {
            return prices.executeCallable(broken);
        } catch (Exception noPrice) {
            return LIST_PRICE;
        }
    }

    @Override
    public <T> T database(Supplier<T> call) {
        return database.executeSupplier(call);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
