package dev.aftershock.springboot;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A target that is an application with Chaos Monkey for Spring Boot in it. */
public interface ChaosMonkeyTarget {

    /** The endpoint, such as {@code http://127.0.0.1:8080/actuator/chaosmonkey}. */
    URI endpoint();

    /** A file with the value of the header {@code Authorization}, where the endpoint asks for one. */
    Optional<Path> login();
}
