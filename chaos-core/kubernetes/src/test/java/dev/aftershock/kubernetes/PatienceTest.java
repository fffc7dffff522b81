package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {

    private static final Patience LONG = new Patience(Duration.ofMinutes(10));
    private static final Patience SHORT = new Patience(Duration.ofMillis(250));

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void aReadThatFailsEndsNoWait() throws Exception {
        LONG.ask(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IOException("no answer within 3 s");
            }
            return attempts.get() == 2 ? Optional.of("not yet") : Optional.empty();
        });
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aFailureThatStaysIsToldWhenTheTimeIsOver() {
        IOException failure = new IOException("no answer within 3 s");
        assertThatThrownBy(() -> SHORT.until(
                        () -> {
                            attempts.incrementAndGet();
                            throw failure;
                        },
                        () -> "it does not hold"))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer within 3 s (waited 250ms)")
                .hasCause(failure);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    @Test
    void whyAConditionDoesNotHoldIsAskedOnce() {
        AtomicInteger looks = new AtomicInteger();
        assertThatThrownBy(() ->
                        SHORT.until(() -> looks.incrementAndGet() == 0, () -> "reason " + attempts.incrementAndGet()))
                .hasMessage("reason 1 (waited 250ms)");
        assertThat(looks).hasValueGreaterThan(1);
    }

    @Test
    void whatTimeDoesNotChangeIsToldAtOnce() {
        assertThatThrownBy(() -> LONG.ask(() -> {
                    throw InvalidInputException.of("not allowed (403)", "a role that allows it");
                }))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anInterruptEndsTheWaitAlsoBesideAFailure() {
        assertThatThrownBy(() -> LONG.ask(() -> {
                    Thread.currentThread().interrupt();
                    throw new IOException("no answer within 3 s");
                }))
                .isInstanceOf(InterruptedException.class);
    }
}
