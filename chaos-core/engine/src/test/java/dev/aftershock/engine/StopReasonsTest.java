package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopReasonsTest {

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final RunShared shared = new RunShared();
    private final AtomicLong slept = new AtomicLong();
    private final AtomicLong now = new AtomicLong();

    @TempDir
    Path folder;

    @Test
    void aMachineThatSleptEndsTheRunOnceItIsAwake() {
        StopReasons reasons = reasons();
        assertThat(reasons.find()).isEmpty();
        slept.set(Duration.ofSeconds(3).toNanos());
        assertThat(reasons.find()).contains("the machine was suspended");
        assertThat(reasons.find()).as("it did not sleep since").isEmpty();
    }

    @Test
    void clocksThatDriftApartAreNoSleep() {
        StopReasons reasons = reasons();
        for (int look = 0; look < 10; look++) {
            slept.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(reasons.find()).isEmpty();
        }
    }

    @Test
    void aWallClockThatIsSetIsNoSleepEither() {
        AtomicLong ahead = new AtomicLong();
        InstantSource wall = () -> Instant.now().plusSeconds(ahead.get());
        StopReasons reasons = new StopReasons(clock, () -> BootClock.nanos(wall), halt(), shared, aborts());
        ahead.set(3_600);
        assertThat(reasons.find()).isEmpty();
    }

    @Test
    void aHaltFileThatWasThereBeforeCountsOnlyWhenItIsTouchedAgain() throws Exception {
        Files.writeString(halt().file(), "");
        StopReasons reasons = reasons();
        assertThat(reasons.find()).isEmpty();
        Files.delete(halt().file());
        Files.writeString(halt().file(), "");
        assertThat(reasons.find()).contains("halted by " + halt().file());
    }

    @Test
    void aSystemWhoseFaultsMayHaveEndedByThemselvesEndsTheRun() {
        StopReasons reasons = reasons();
        assertThat(reasons.find()).isEmpty();
        shared.end("the lease lapsed");
        shared.end("and once more");
        assertThat(reasons.find()).contains("the lease lapsed");
    }

    @Test
    void theMethodEndsWhenItsTimeIsUp() {
        StopReasons reasons = reasons();
        reasons.limit(Duration.ofMillis(1));
        await().atMost(Duration.ofSeconds(10)).until(() -> reasons.find().isPresent());
        assertThat(reasons.find()).contains("the safeguard stop-after passed");
    }

    private StopReasons reasons() {
        return new StopReasons(clock, () -> clock.nanos() + slept.get(), halt(), shared, aborts());
    }

    private AbortConditions aborts() {
        return new AbortConditions(AbortIf.DEFAULT, new Watch(clock, false));
    }

    private HaltFile halt() {
        return new HaltFile(folder.resolve("halt"));
    }

    @Test
    void timeThatPassesWhileTheMachineIsAwakeIsNoSleep() {
        StopReasons reasons = scripted(aborts());
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(reasons.find()).isEmpty();
        slept.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(reasons.find()).as("as long as clocks may differ").isEmpty();
        slept.addAndGet(Duration.ofSeconds(2).toNanos() + 1);
        assertThat(reasons.find()).contains("the machine was suspended");
    }

    @Test
    void theMethodMayLastAsLongAsItsLimitAndNoLonger() {
        now.set(Duration.ofHours(1).toNanos());
        StopReasons reasons = scripted(aborts());
        reasons.limit(Duration.ofSeconds(30));
        assertThat(reasons.find()).isEmpty();
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(reasons.find()).isEmpty();
        now.addAndGet(1);
        assertThat(reasons.find()).contains("the safeguard stop-after passed");
    }

    @Test
    void abortConditionsCountFromTheBeginOfTheMethod() {
        ToySystem toy = new ToySystem();
        LiveTargets targets = new LiveTargets();
        targets.add(toy.targets(), List.of());
        try (Watch blind = new Watch(clock, false)) {
            blind.create(
                    toy.experiment(ToySystem.Behaviour.REAL, Duration.ofSeconds(2), Optional.empty()),
                    toy.registry(),
                    new RunContext("run", clock, 1, folder),
                    targets);
            // It never starts to sample, so it sees nothing for longer than the default of 10 s.
            StopReasons reasons = scripted(new AbortConditions(AbortIf.DEFAULT, blind));
            now.addAndGet(Duration.ofSeconds(11).toNanos());
            assertThat(reasons.find()).isEmpty();
            reasons.limit(Duration.ofMinutes(1));
            assertThat(reasons.find()).isEmpty();
            now.addAndGet(Duration.ofSeconds(11).toNanos());
            assertThat(reasons.find().orElseThrow()).startsWith("abort-if no-data-for: probe 'asking'");
        }
    }

    private StopReasons scripted(AbortConditions aborts) {
        return new StopReasons(now::get, () -> now.get() + slept.get(), halt(), shared, aborts);
    }
}
