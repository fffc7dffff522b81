package dev.aftershock.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Percent;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What is refused before an application is touched, each with what to do. */
class SpringInputIT {

    private static final SpringLatency LATENCY = new SpringLatency(
            "prices", Duration.ofMillis(300), List.of(Watcher.SERVICE), List.of(), 1, Optional.empty());

    private static final SpringMemory HALF = new SpringMemory("prices", new Percent(50));

    /** With its endpoint exposed; it shows no metrics. */
    private static Optional<RunningApplication> exposed = Optional.empty();

    @TempDir
    Path folder;

    private final SpringMemory.Provider memory = new SpringMemory.Provider();
    private final SpringLatency.Provider latencies = new SpringLatency.Provider();

    @BeforeAll
    static void start() throws IOException {
        exposed = Optional.of(RunningApplication.exposed());
    }

    @AfterAll
    static void stop() throws IOException {
        if (exposed.isPresent()) {
            exposed.get().close();
        }
    }

    private static FaultContext context(ChaosMonkeyTarget target) {
        return new FaultContext("run", "fault", OneTarget.named("prices", target));
    }

    private record At(URI endpoint, Optional<Path> login) implements ChaosMonkeyTarget {}

    private void assertRefused(URI endpoint, String... expected) {
        assertThatThrownBy(() -> latencies.prepare(LATENCY, context(new At(endpoint, Optional.empty()))))
                .isInstanceOf(InvalidInputException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).contains(expected));
    }

    @Test
    void anEndpointThatIsNotExposedNamesTheProperties() throws Exception {
        int port = freePort();
        try (ConfigurableApplicationContext hidden = here(port)) {
            assertThat(hidden.isRunning()).isTrue();
            assertRefused(
                    endpoint(port),
                    "answers 404",
                    "management.endpoints.web.exposure.include=chaosmonkey",
                    "the profile 'chaos-monkey'");
        }
    }

    @Test
    void anotherAddressOfTheApplicationIsNoChaosMonkey() {
        assertRefused(exposed.orElseThrow().address("/price"), "not as Chaos Monkey for Spring Boot does");
    }

    @Test
    void oneThatSomebodyElseEnabledIsLeftAlone() {
        RunningApplication open = exposed.orElseThrow();
        open.set("enable", " ");
        assertRefused(open.endpoint(), "is enabled already, by somebody else", "/disable");
        open.set("disable", " ");
    }

    @Test
    void twoSpellingsOfItsAddressAreOneThingToBreak() throws Exception {
        RunningApplication open = exposed.orElseThrow();
        URI other = URI.create(open.endpoint().toString().replace("127.0.0.1", "localhost"));

        assertThat(object(new At(other, Optional.empty()))).isEqualTo(object(open));
    }

    private String object(ChaosMonkeyTarget target) throws Exception {
        return latencies.object(
                latencies.prepare(LATENCY, context(target)).get(0).undo());
    }

    @Test
    void anApplicationThatEndedMeanwhileIsNoLeak() throws Exception {
        PreparedFault fault;
        try (RunningApplication open = RunningApplication.exposed()) {
            fault = latencies.prepare(LATENCY, context(open)).get(0);
            fault.inject();
            assertThat(fault.effect()).isPresent();
        }
        latencies.heal(fault.undo(), HealContext.afterDeath());
        assertThat(latencies
                        .verifyHealed(fault.undo(), HealContext.afterDeath())
                        .healed())
                .isTrue();
    }

    @Test
    void anApplicationWithinThisVeryProcessIsNotEnded() throws Exception {
        int port = freePort();
        try (ConfigurableApplicationContext here =
                here(port, "--management.endpoints.web.exposure.include=chaosmonkey")) {
            assertThatThrownBy(() -> new SpringKill.Provider()
                            .prepare(new SpringKill("prices"), context(new At(endpoint(port), Optional.empty()))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'prices' is part of this very process, which would end with it");
            assertThat(here.isRunning()).isTrue();
        }
    }

    private static ConfigurableApplicationContext here(int port, String... more) {
        return SpringApplication.run(
                PriceApplication.class,
                Stream.concat(
                                Stream.of(
                                        "--server.port=" + port,
                                        "--server.address=127.0.0.1",
                                        "--spring.profiles.active=chaos-monkey",
                                        "--management.endpoint.chaosmonkey.access=unrestricted"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port + "/actuator/chaosmonkey");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void aHeapThatIsNotToldIsRefused() {
        assertThatThrownBy(() -> memory.prepare(HALF, context(exposed.orElseThrow())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was answered 404, and tells nothing")
                .hasMessageContaining("management.endpoints.web.exposure.include=chaosmonkey,metrics");
    }

    @Test
    void aHeapThatHasGrownAlreadyIsRefused() throws Exception {
        try (RunningApplication grown = RunningApplication.measured("-Xms96m", "-Xmx96m")) {
            assertThatThrownBy(() -> memory.prepare(HALF, context(grown)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("already, where Chaos Monkey takes nothing");
            grown.set("assaults", "{\"memoryActive\":true}");
            assertThatThrownBy(() -> memory.prepare(HALF, context(grown)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("would go on when it is set to what it was");
        }
    }

    @Test
    void aShareThatNoHeapTakesIsRefused() {
        assertThatThrownBy(() -> new SpringMemory("prices", new Percent(95)))
                .hasMessage("'heap' is 95%; expected 10% to 90%");
    }

    @Test
    void aFileThatHoldsNoLoginIsNamedAndItsTextIsNot() throws Exception {
        Path file = Files.writeString(folder.resolve("login"), "Bearer first\nsecond");
        for (Path login : List.of(file, folder.resolve("none"))) {
            assertThatThrownBy(() -> latencies.prepare(
                            LATENCY, context(new At(exposed.orElseThrow().endpoint(), Optional.of(login)))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'login' is " + login)
                    .message()
                    .doesNotContain("second");
        }
    }

    @Test
    void aCanaryThatWouldGiveUpBeforeTheLatencyIsRefused() {
        assertThatThrownBy(() -> new SpringLatency(
                        "prices", Duration.ofSeconds(5), List.of(Watcher.SERVICE), List.of(), 1, Optional.of("web")))
                .hasMessageContaining("for which no canary is waited");
    }

    @Test
    void aLatencyOnNothingIsRefused() {
        assertThatThrownBy(() ->
                        new SpringLatency("prices", Duration.ofMillis(300), List.of(), List.of(), 1, Optional.empty()))
                .hasMessageContaining("neither 'watch' nor 'beans' is given");
    }
}
