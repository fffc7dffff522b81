package dev.aftershock.kubernetes;

import dev.aftershock.engine.Calls;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.HttpTarget;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/**
 * An address of the user's that answers as long as a way is open: it tells whether a cluster's network obeys a policy. Thread-safe.
 *
 * @param address an http or https address
 */
record Canary(URI address, Calls calls) {

    private static final int BOUND_MILLIS = 250;
    private static final int TRIES = 3;
    private static final int FIRST_TRIES = 5;
    private static final int FIRST_FAILURE = 400;

    /**
     * The one that a fault names.
     *
     * @throws InvalidInputException when its silence would tell nothing
     */
    static Optional<Canary> of(Optional<String> name, FaultContext context, Calls calls) throws IOException {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        HttpTarget named = context.targets().one(name.get(), HttpTarget.class);
        Canary canary = new Canary(named.base(), calls);
        canary.requireAnswer();
        return Optional.of(canary);
    }

    /**
     * Makes sure that its silence would tell something.
     *
     * @throws InvalidInputException when it does not answer now
     */
    void requireAnswer() throws IOException {
        if (!steady()) {
            throw InvalidInputException.of(
                    "the canary " + address + " gives no good answer within " + BOUND_MILLIS
                            + " ms before the fault acts",
                    "an address that answers with a status below " + FIRST_FAILURE
                            + " while the way that the fault cuts is open");
        }
    }

    /** Whether it answers twice in a row; the first requests of a process are slow. */
    private boolean steady() throws IOException {
        return calls.make("asking the canary " + address, () -> {
            boolean before = false;
            for (int attempt = 0; attempt < FIRST_TRIES; attempt++) {
                boolean now = answers();
                if (before && now) {
                    return true;
                }
                before = now;
            }
            return false;
        });
    }

    /** Whether it gave no good answer, each time on a connection of its own. */
    boolean silent() throws IOException {
        return calls.make("asking the canary " + address, () -> {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                if (answers()) {
                    return false;
                }
            }
            return true;
        });
    }

    private boolean answers() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(BOUND_MILLIS);
        connection.setReadTimeout(BOUND_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        try {
            return connection.getResponseCode() < FIRST_FAILURE;
        } catch (IOException silence) {
            return false;
        } finally {
            connection.disconnect();
        }
    }
}
