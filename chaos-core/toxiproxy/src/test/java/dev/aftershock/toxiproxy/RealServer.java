package dev.aftershock.toxiproxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real Toxiproxy server that tests may use, when there is one. */
final class RealServer {

    private static final String VARIABLE = "AFTERSHOCK_TOXIPROXY";

    private RealServer() {}

    /** Its address; without one a continuous build fails, and any other says what it leaves out. */
    static Optional<String> address() {
        Optional<String> address = Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank());
        if (address.isEmpty()) {
            String reason = "not run against a real Toxiproxy: " + VARIABLE + " is not set; expected the address of a"
                    + " running server's API, such as http://127.0.0.1:8474";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(reason);
            }
            System.out.println(reason);
        }
        return address;
    }

    /** The embedded server, and the real one when there is one. */
    static List<String> andEmbedded() {
        return Stream.concat(Stream.of(LinkServer.EMBEDDED), address().stream()).toList();
    }
}
