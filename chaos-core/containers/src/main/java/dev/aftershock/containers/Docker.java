package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.aftershock.engine.Calls;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A container engine that speaks Docker's API. Thread-safe.
 *
 * @param address as recipes name it
 * @param client makes its requests
 * @param looks bounds those that only look
 * @param changes bounds those that change something
 */
record Docker(URI address, DockerClient client, Calls looks, Calls changes) {

    private static final int SHORT = 12;

    /**
     * A container as it is now; nothing when it was removed.
     *
     * @throws IOException when the engine does not answer
     */
    Optional<InspectContainerResponse> look(String id) throws IOException {
        return ask("looking at container " + shortened(id), engine -> {
            try {
                return Optional.of(engine.inspectContainerCmd(id).exec());
            } catch (NotFoundException gone) {
                return Optional.empty();
            }
        });
    }

    /**
     * Asks for something.
     *
     * @param what in words
     * @throws IOException when it was refused, or there is no answer in time
     */
    <T> T ask(String what, Function<DockerClient, T> call) throws IOException {
        return make(looks, what, call);
    }

    private <T> T make(Calls calls, String what, Function<DockerClient, T> call) throws IOException {
        return calls.make(what, () -> {
            try {
                return call.apply(client);
            } catch (RuntimeException e) {
                throw new IOException(what + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * Asks for a change; one that is made already is none.
     *
     * @param what in words
     * @throws IOException when it was refused, or it is unknown whether it was made
     */
    void change(String what, Consumer<DockerClient> call) throws IOException {
        make(changes, what, engine -> {
            try {
                call.accept(engine);
            } catch (NotModifiedException already) {
                return false;
            }
            return true;
        });
    }

    /** An id as people see it. */
    static String shortened(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }
}
