package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, when everything should have ended, for faults of this very process that nobody saw healed, whoever was told of them and
 * kept it for himself. For one thread.
 */
public final class LeakCheck {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final StateDirectory state;
    private final Healer healer;
    private final Set<Path> before;

    private LeakCheck(StateDirectory state, Healer healer) {
        this.state = state;
        this.healer = healer;
        this.before = Set.copyOf(state.journalFiles());
    }

    /**
     * Begins; what runs and sessions that are open already do is not looked at.
     *
     * @throws java.io.UncheckedIOException when there can be no journals; nothing can be injected either then
     */
    public static LeakCheck begin(Registry registry, StateDirectory state) {
        return new LeakCheck(state, new Healer(registry, MonotonicClock.startingNow(), BOUND));
    }

    /**
     * Heals what is left, for at most 10 s a fault.
     *
     * @throws LeakedFaultException when something was, also when it is healed now: it acted for longer than anybody meant
     */
    public void end() {
        List<String> found = new ArrayList<>();
        state.journalFiles().stream()
                .filter(journal -> !before.contains(journal))
                .forEach(journal -> look(journal, found));
        if (!found.isEmpty()) {
            throw new LeakedFaultException(
                    "not seen healed or ended when all should have been, so that what ran meanwhile proves nothing:\n  "
                            + String.join("\n  ", found));
        }
    }

    private void look(Path journal, List<String> found) {
        try {
            JournalReader.Contents contents = JournalReader.read(journal);
            if (contents.owner().equals(Optional.of(ProcessIdentity.current()))
                    && !contents.open().isEmpty()) {
                heal(contents, found);
            }
        } catch (IOException e) {
            if (Files.exists(journal)) {
                found.add(StateDirectory.runOf(journal) + ": cannot read " + journal + ": " + OneLine.of(e));
            }
        }
    }

    private void heal(JournalReader.Contents contents, List<String> found) throws IOException {
        // Somebody else holds it where a session was never closed; it is healed all the same, and once more by a
        // recovery.
        Optional<FaultJournal> writable = FaultJournal.reopen(contents);
        try {
            for (JournaledFault fault : contents.open()) {
                HealCheck check = healer.heal(fault.recipe(), HealContext.afterDeath(), at -> {});
                writable.filter(journal -> check.healed())
                        .flatMap(journal -> journal.tryMark(fault.id(), FaultState.VERIFIED))
                        .ifPresent(found::add);
                String line = line(fault, StateDirectory.runOf(contents.file()), check);
                new AuditLog(state)
                        .tryAdd(check.healed() ? "recovered" : "not-recovered", Map.of("fault", line))
                        .ifPresent(found::add);
                found.add(line);
            }
        } finally {
            writable.ifPresent(FaultJournal::close);
        }
    }

    private static String line(JournaledFault fault, String run, HealCheck check) {
        return OneLine.plain("'" + fault.id() + "' on " + fault.recipe().target() + " (was " + fault.state()
                + "), of run "
                + run + ": " + (check.healed() ? "healed now: " : "still not healed, run 'aftershock recover': ")
                + check.evidence());
    }
}
