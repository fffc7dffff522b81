package dev.aftershock.springboot;

import dev.aftershock.engine.Calls;
import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** An address of the application that shows whether requests meet an assault. */
record Canary(URI address, Calls calls) {

    /** How long its answer is waited for. */
    static final Duration BOUND = Duration.ofSeconds(4);

    private static final int TRIES = 3;

    /**
     * What a request met.
     *
     * @param status of the answer; 0 when there was none
     */
    record Answer(int status, Duration after) {}

    /**
     * Makes sure that what it shows later is the assault's.
     *
     * @throws InvalidInputException when it shows the same before it
     */
    void requireCalm(Predicate<Answer> shows) throws IOException {
        Optional<String> seen = Optional.empty();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            seen = look(shows);
            if (seen.isEmpty()) {
                return;
            }
        }
        throw InvalidInputException.of(
                "the canary " + address + " shows before the assault what it should show after it: " + seen.orElse(""),
                "an address that answers well and at once");
    }

    /** One request; what it met, when that shows the assault. */
    Optional<String> look(Predicate<Answer> shows) throws IOException {
        Answer answer = calls.make("asking the canary " + address, this::ask);
        return shows.test(answer)
                ? Optional.of("the canary " + address + " answered " + answer.status() + " after "
                        + answer.after().toMillis() + " ms")
                : Optional.empty();
    }

    private Answer ask() throws IOException {
        MonotonicClock clock = MonotonicClock.startingNow();
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) BOUND.toMillis());
        connection.setReadTimeout((int) BOUND.toMillis());
        connection.setUseCaches(false);
        try {
            int status = connection.getResponseCode();
            return new Answer(status, Duration.ofNanos(clock.nanos()));
        } catch (IOException silent) {
            return new Answer(0, Duration.ofNanos(clock.nanos()));
        } finally {
            connection.disconnect();
        }
    }
}
