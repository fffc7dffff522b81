package dev.aftershock.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Calls;
import dev.aftershock.engine.RunContext;
import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an application before it is asked anything. */
class ChaosMonkeyTest {

    private static final URI ENDPOINT = URI.create("http://127.0.0.1:8080/actuator/chaosmonkey");

    @TempDir
    Path folder;

    @Test
    void theLoginStandsInNoOutputOfTheRun() throws IOException {
        Path login = Files.writeString(folder.resolve("login"), "Basic b3BlcmF0b3I6cXVpZXQ=\n");
        RunContext run = refer(Optional.of(login));

        assertThat(run.shared().mask().of("no such user: b3BlcmF0b3I6cXVpZXQ=")).isEqualTo("no such user: ***");
        assertThat(run.shared().mask().of("no password 'quiet'")).isEqualTo("no password '***'");
    }

    @Test
    void aFileThatIsMissingIsToldWhenItIsUsed() {
        RunContext run = refer(Optional.of(folder.resolve("nowhere")));

        assertThat(run.shared().mask()).hasToString("a mask of 0 secrets");
    }

    private RunContext refer(Optional<Path> login) {
        RunContext run = new RunContext("run", MonotonicClock.startingNow(), 1, folder);
        new ChaosMonkey.Provider().prepare("prices", new ChaosMonkey(ENDPOINT, login.map(Path::toString)), run);
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/actuator/chaosmonkey",
                "http://LOCALHOST:8080/actuator/chaosmonkey",
                "http://[::1]:8080/actuator/chaosmonkey",
                "http://127.0.0.1:8080/actuator/../actuator/chaosmonkey",
                "https://127.0.0.1:8080/actuator/chaosmonkey"
            })
    void twoSpellingsOfOneAddressAreOnePlace(String spelling) throws IOException {
        assertThat(place(spelling)).isEqualTo(place(ENDPOINT.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8081/actuator/chaosmonkey",
                "http://127.0.0.1/actuator/chaosmonkey",
                "http://192.0.2.7:8080/actuator/chaosmonkey",
                "http://127.0.0.1:8080/prices/actuator/chaosmonkey"
            })
    void twoAddressesAreTwoPlaces(String other) throws IOException {
        assertThat(place(other)).isNotEqualTo(place(ENDPOINT.toString()));
    }

    @Test
    void aPortThatIsLeftOutIsThatOfTheScheme() throws IOException {
        assertThat(place("http://192.0.2.7/chaosmonkey")).isEqualTo("192.0.2.7:80/chaosmonkey");
        assertThat(place("https://192.0.2.7/chaosmonkey")).isEqualTo(place("https://192.0.2.7:443/chaosmonkey"));
    }

    private static String place(String endpoint) throws IOException {
        Calls none = new Calls(Duration.ofSeconds(1));
        return new Actuator(URI.create(endpoint), Optional.empty(), HttpClient.newHttpClient(), none).place();
    }
}
