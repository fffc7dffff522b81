package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;

class CallsTest {

    private final Calls calls = new Calls();

    @Test
    void theAnswerOfACallComesBack() throws IOException {
        assertThat(calls.make("asking", () -> 7)).isEqualTo(7);
    }

    /** The client counts the same seconds: whoever of the two is first, what is said is the same. */
    @Test
    void aClientThatGivesUpBeforeWeDoIsTooLateAndNotSimplyWrong() {
        assertThatThrownBy(() -> calls.make("asking", () -> {
                    throw new HttpTimeoutException("request timed out");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("asking: no answer within 3 s; it may have acted")
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void anAnswerThatTheClientCannotReadIsTold() {
        assertThatThrownBy(() -> calls.make("asking", () -> {
                    throw new IllegalStateException("no JSON");
                }))
                .hasMessageStartingWith("asking: an answer that the client cannot read: ");
    }
}
