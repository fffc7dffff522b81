package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Moment;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Percent;
import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.Pace;
import dev.aftershock.probes.ProbeClass;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosSessionTest {

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void aFaultActsUntilItIsHealed() throws Exception {
        try (ChaosSession session = session()) {
            ActingFault fault = session.inject("break", toy.fault(Behaviour.REAL));
            assertThat(toy.up).isFalse();
            assertThat(fault.evidence()).isEqualTo("the toy is broken");
            assertThat(states()).anyMatch(line -> line.endsWith("1-break toy ACTIVE"));

            fault.heal();
            assertThat(toy.up).isTrue();
            int heals = toy.heals.get();
            fault.heal();
            assertThat(toy.heals.get()).as("it is healed once").isEqualTo(heals);
        }
        assertThat(toy.removed).isTrue();
        assertThat(states()).isNotEmpty().allMatch(line -> line.endsWith("VERIFIED"));
    }

    @Test
    void aProbeSeesTheFaultComeAndGo() throws Exception {
        SteadyStateSpec steady = new SteadyStateSpec(Duration.ofMillis(500), new Percent(1), Duration.ofMillis(100));
        Pace pace = new Pace(Duration.ofMillis(2), Duration.ofSeconds(1));
        try (ChaosSession session = session()) {
            ObservedProbe probe = session.observe("looking", new Looking(toy), pace, steady);
            await().until(probe::steady);
            ActingFault fault = session.inject("break", toy.fault(Behaviour.REAL));
            assertThat(fault.healing()).isEmpty();
            BooleanSupplier recovering = probe.recovering(fault.onset());
            await().until(() -> probe.recovery(fault.onset()).troubled());
            assertThat(recovering.getAsBoolean()).isFalse();

            fault.heal();
            await().until(recovering::getAsBoolean);
            Moment healing = fault.healing().orElseThrow();
            Bracket stable = probe.recovery(fault.onset()).stable();
            assertThat(stable.high())
                    .as("it was down while the fault acted")
                    .isGreaterThan(healing.earliest() - fault.onset().latest());
            assertThat(probe.recovery(healing).stable().low()).isLessThan(stable.high());

            probe.close();
            int seen = probe.samples().size();
            session.inject("break", toy.fault(Behaviour.REAL)).heal();
            assertThat(probe.samples()).as("it has ended").hasSize(seen);
        }
    }

    private record Looking(ToySystem toy) implements BlockingProbe {

        @Override
        public Answer attempt(Attempt attempt) {
            return toy.up ? Answer.OK : Answer.failed("it is down");
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.READ;
        }

        @Override
        public int concurrency() {
            return 4;
        }

        @Override
        public void prepare() {}

        @Override
        public void close() {}
    }

    @Test
    void whatStillActsIsHealedWhenTheSessionIsClosed() throws Exception {
        ChaosSession session = session();
        session.inject("break", toy.fault(Behaviour.REAL));
        session.close();
        session.close();

        assertThat(toy.up).isTrue();
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
        assertThatThrownBy(() -> session.inject("break", toy.fault(Behaviour.REAL)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it has ended: it is closed");
    }

    @Test
    void aCallThatFailsMayHaveActedAndIsHealed() throws Exception {
        try (ChaosSession session = session()) {
            session.inject("break", toy.fault(Behaviour.AMBIGUOUS));
        }
        assertThat(toy.up).isTrue();
    }

    @Test
    void aFaultThatCannotBeHealedIsLeaked() throws Exception {
        ChaosSession session = session();
        ActingFault fault = session.inject("break", toy.fault(Behaviour.STUCK));

        assertThatThrownBy(fault::heal)
                .isInstanceOf(LeakedFaultException.class)
                .hasMessage("not verified healed: 1-break: still broken; look at it, and run 'aftershock recover'");
        session.close();
        assertThat(states()).anyMatch(line -> line.endsWith("1-break toy REVERTING"));
    }

    @Test
    void aFaultThatStillActsWhenTheSessionIsClosedIsLeaked() throws Exception {
        ChaosSession session = session();
        session.inject("break", toy.fault(Behaviour.STUCK));

        assertThatThrownBy(session::close).isInstanceOf(LeakedFaultException.class);
        assertThat(toy.removed).as("the systems are ended no less").isTrue();
    }

    @Test
    void whatAHaltHealedStaysHealedAndTheSessionHasEnded() throws Exception {
        try (ChaosSession session = session()) {
            ActingFault fault = session.inject("break", toy.fault(Behaviour.REAL));
            HaltFile.of(state()).touch();

            await().atMost(Duration.ofSeconds(10)).until(() -> toy.up);
            assertThatThrownBy(fault::heal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'1-break' was healed too soon, so that what ran under it proves nothing")
                    .hasMessageContaining("halted by");
            assertThatThrownBy(() -> session.inject("break", toy.fault(Behaviour.REAL)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("halted by");
            assertThat(toy.injections.get()).isEqualTo(1);
        }
    }

    @Test
    void aLeverKeepsItFromInjecting() throws Exception {
        try (ChaosSession session = session()) {
            new Lever(state()).engage("a release");
            assertThatThrownBy(() -> session.inject("break", toy.fault(Behaviour.REAL)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the safety lever is engaged");
            assertThatThrownBy(this::session).hasMessageContaining("the safety lever is engaged");
            new Lever(state()).release();
            session.inject("break", toy.fault(Behaviour.REAL)).heal();
        }
        assertThat(toy.injections.get()).isEqualTo(1);
    }

    @Test
    void whatAnotherRunBreaksIsLeftAlone() throws Exception {
        try (FaultJournal other = FaultJournal.create(state(), "other");
                ChaosSession session = session()) {
            other.intent("1-break", new UndoRecipe("toy-break", "toy", Map.of("how", "REAL")));

            assertThatThrownBy(() -> session.inject("break", toy.fault(Behaviour.REAL)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'toy' is being broken already, by fault '1-break' of run other");
            assertThat(toy.injections.get()).isZero();
        }
    }

    @Test
    void aFaultWithoutEffectIsHealedAndRefused() throws Exception {
        try (ChaosSession session = session()) {
            assertThatThrownBy(() -> session.inject("break", toy.fault(Behaviour.NOTHING)))
                    .isInstanceOf(NoEffectException.class)
                    .hasMessageStartingWith("'toy-break' had no visible effect: ");
            assertThat(toy.heals.get()).isPositive();
        }
    }

    @Test
    void closingDoesNotWaitForAnEffectThatDoesNotCome() throws Exception {
        ChaosSession session = session();
        Thread injecting = new Thread(() -> {
            try {
                session.inject("break", toy.fault(Behaviour.NOTHING));
            } catch (Exception expected) {
                // It was closed meanwhile.
            }
        });
        injecting.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> toy.injections.get() == 1);
        Instant before = Instant.now();
        session.close();

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
        assertThat(states()).allMatch(line -> line.endsWith("VERIFIED"));
        injecting.join(10_000);
    }

    private ChaosSession session() throws Exception {
        ChaosSession session =
                new ChaosSession(toy.registry(), state(), folder.resolve("runs"), Duration.ofMillis(200));
        session.start(ToySystem.TARGET);
        return session;
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"), folder.resolve("machine"));
    }

    private List<String> states() throws IOException {
        return new Leftovers(toy.registry(), state()).states();
    }
}
