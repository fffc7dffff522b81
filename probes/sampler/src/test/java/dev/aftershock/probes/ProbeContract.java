package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.parts.Value;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every probe must do. Extend it once per module; it finds the module's providers by {@link ServiceLoader}, so that
 * none can be added unchecked.
 */
public abstract class ProbeContract {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The clock that deadlines are of. */
    protected final MonotonicClock clock = MonotonicClock.startingNow();

    private final EventLoop loop = EventLoop.start(clock);

    /** Ends what attempts that were given up left behind. */
    @AfterEach
    void endLoop() {
        loop.close();
    }

    /** A folder for probes that keep records. */
    @TempDir
    protected Path directory;

    /** Any class of the module whose providers are to be checked. */
    protected abstract Class<?> module();

    /** How to write a probe of each kind, so that it waits for an answer of its target. */
    protected abstract Map<String, Fixture> fixtures();

    /** How far past its deadline an attempt may return. */
    protected Duration slack() {
        return Duration.ofMillis(800);
    }

    /**
     * One probe as written in an experiment.
     *
     * @param written its settings by key
     * @param stage the systems that it is shown
     */
    public record Fixture(Map<String, String> written, ProbeStage stage) {

        /** A probe that speaks TCP; {@code target} makes the live target that listens at an address. */
        public Fixture(Map<String, String> written, Function<InetSocketAddress, Object> target) {
            this(written, ProbeStage.overTcp(target));
        }
    }

    /** Every claim for every provider of the module. */
    @TestFactory
    public Stream<DynamicNode> everyProbe() {
        List<ProbeProvider<?>> found = providers();
        assertThat(found).as("probe providers registered by %s", module()).isNotEmpty();
        assertThat(found.stream().map(ProbeProvider::kind).toList()).as("kinds").doesNotHaveDuplicates();
        return found.stream().map(provider -> DynamicContainer.dynamicContainer(provider.kind(), claims(provider)));
    }

    private Stream<DynamicNode> claims(ProbeProvider<?> provider) {
        assertThat(fixtures()).as("fixtures of the contract").containsKey(provider.kind());
        Fixture fixture = fixtures().get(provider.kind());
        return Stream.of(
                claim("describesItself", () -> describesItself(provider)),
                claim("bindsFromAMapping", () -> bind(provider, fixture.written())),
                claim("rejectsAnUnknownKeyByName", () -> rejectsAnUnknownKey(provider, fixture)),
                claim("timesOutBesideASilentServer", () -> timesOut(provider, fixture)),
                claim("failsFastAtAClosedPort", () -> failsFast(provider, fixture)),
                claim("closesWithoutBlocking", () -> closesAtOnce(provider, fixture)));
    }

    private static DynamicNode claim(String name, Executable test) {
        return dynamicTest(name, test);
    }

    private List<ProbeProvider<?>> providers() {
        URL here = placeOf(module());
        List<ProbeProvider<?>> found = new ArrayList<>();
        for (ProbeProvider<?> provider : ServiceLoader.load(ProbeProvider.class)) {
            if (placeOf(provider.getClass()).toString().equals(here.toString())) {
                found.add(provider);
            }
        }
        return found;
    }

    private static URL placeOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static void describesItself(ProbeProvider<?> provider) {
        assertThat(provider.kind()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(provider.summary()).as("summary").endsWith(".").doesNotContain("\n");
        List<SettingInfo> settings = SettingInfo.of(provider.settings());
        assertThat(settings).allSatisfy(setting -> assertThat(setting.doc())
                .as("documentation of '%s'", setting.key())
                .endsWith("."));
        if (!provider.shortForm().isEmpty()) {
            assertThat(settings.stream().map(SettingInfo::key)).contains(provider.shortForm());
        }
    }

    private static void rejectsAnUnknownKey(ProbeProvider<?> provider, Fixture fixture) {
        Map<String, String> written = new LinkedHashMap<>(fixture.written());
        written.put("no-such-key", "1");
        Problems problems = new Problems();
        assertThat(Binder.bind(provider.settings(), mapping(written), List.of(), problems))
                .isEmpty();
        assertThat(problems.all()).extracting(Problem::what).anyMatch(what -> what.contains("no-such-key"));
    }

    private void timesOut(ProbeProvider<?> provider, Fixture fixture) throws Exception {
        Optional<ProbeStage.Scene> scene = fixture.stage().silent();
        if (scene.isEmpty()) {
            return;
        }
        try (ProbeStage.Scene silent = scene.get();
                Probe probe = create(provider, fixture, silent, SHORT)) {
            prepare(probe);
            long from = clock.nanos();
            Answer answer = attempt(probe, SHORT).get(BOUND.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.TIMEOUT);
            assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(SHORT.plus(slack()));
        }
    }

    private void failsFast(ProbeProvider<?> provider, Fixture fixture) throws Exception {
        Duration deadline = Duration.ofSeconds(5);
        try (ProbeStage.Scene gone = fixture.stage().gone();
                Probe probe = create(provider, fixture, gone, deadline)) {
            prepare(probe);
            long from = clock.nanos();
            Answer answer = attempt(probe, deadline).get(BOUND.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.FAIL_FAST);
            assertThat(answer.detail()).isNotBlank().doesNotContain("\n");
            assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(deadline);
        }
    }

    private void closesAtOnce(ProbeProvider<?> provider, Fixture fixture) throws Exception {
        Optional<ProbeStage.Scene> scene = fixture.stage().silent();
        try (ProbeStage.Scene system =
                scene.isPresent() ? scene.get() : fixture.stage().gone()) {
            Probe probe = create(provider, fixture, system, LONG);
            CompletableFuture<Answer> underWay = attempt(probe, LONG);
            system.underWay().await();
            long from = clock.nanos();
            probe.close();
            assertThat(Duration.ofNanos(clock.nanos() - from)).isLessThan(Duration.ofSeconds(1));
            underWay.cancel(true);
        }
    }

    private CompletableFuture<Answer> attempt(Probe probe, Duration deadline) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            long now = clock.nanos();
            try {
                ask(probe, new Attempt(0, now, now + deadline.toNanos(), 0), answer);
            } catch (Exception e) {
                answer.complete(Answer.failed(Desk.oneLine(e)));
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static void ask(Probe probe, Attempt attempt, CompletableFuture<Answer> answer) throws Exception {
        if (probe instanceof BlockingProbe blocking) {
            answer.complete(blocking.attempt(attempt));
        } else if (probe instanceof AsyncProbe async) {
            async.attempt(attempt, (which, given) -> answer.complete(given));
        }
    }

    /** A probe may refuse to make ready beside a broken system, but may not hang. */
    private static void prepare(Probe probe) throws Exception {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                probe.prepare();
                ready.complete(true);
            } catch (Exception e) {
                ready.complete(false);
            }
        });
        thread.setDaemon(true);
        thread.start();
        ready.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private <S extends Record> Probe create(
            ProbeProvider<S> provider, Fixture fixture, ProbeStage.Scene scene, Duration deadline) {
        Map<String, String> written = new LinkedHashMap<>(fixture.written());
        written.putAll(scene.written());
        Pace pace = new Pace(Duration.ofMillis(10), deadline);
        return provider.create(
                bind(provider, written),
                new ProbeContext("contract", pace, only(scene.target()), clock, 1, directory, loop, scene.others()));
    }

    private static <S extends Record> S bind(ProbeProvider<S> provider, Map<String, String> written) {
        Problems problems = new Problems();
        var settings = Binder.bind(provider.settings(), mapping(written), List.of(), problems);
        assertThat(problems.all()).isEmpty();
        return settings.orElseThrow();
    }

    private static Value.Keyed mapping(Map<String, String> written) {
        Map<String, Value> values = new LinkedHashMap<>();
        written.forEach((key, text) -> values.put(key, new Value.Scalar(text, Place.CODE)));
        return new Value.Keyed(values, Map.of(), Place.CODE);
    }

    private static Targets only(Object target) {
        return new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                if (!capability.isInstance(target)) {
                    throw InvalidInputException.of("no target '" + name + "'", capability.getSimpleName());
                }
                return List.of(new Named<>(name, capability.cast(target)));
            }
        };
    }
}
