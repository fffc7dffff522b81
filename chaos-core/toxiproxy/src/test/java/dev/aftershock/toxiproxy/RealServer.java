package dev.aftershock.toxiproxy;

import dev.aftershock.engine.RealComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real Toxiproxy that tests may use, when there is one. */
final class RealServer {

    private RealServer() {}

    /** The address of a server that runs. */
    static Optional<String> address() {
        return RealComponent.named(
                "AFTERSHOCK_TOXIPROXY",
                "a real Toxiproxy",
                "the address of a running server's API, such as http://127.0.0.1:8474");
    }

    /** An image that the Docker engine has already: nothing is pulled. */
    static Optional<String> image() {
        return RealComponent.named(
                "AFTERSHOCK_TOXIPROXY_IMAGE",
                "Toxiproxy in a container",
                "the name of an image of Toxiproxy 2.x in a Docker engine that runs; '.ci/setup toxiproxy-image' makes one");
    }

    /** The embedded server, and the real one when there is one. */
    static List<String> andEmbedded() {
        return Stream.concat(Stream.of(LinkServer.EMBEDDED), address().stream()).toList();
    }

    /** The embedded server, one of our own kind that is not the run's, and the real one when there is one. */
    static List<String> all() {
        return Stream.concat(Stream.of(LinkWorld.OWN), andEmbedded().stream()).toList();
    }
}
