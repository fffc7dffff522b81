package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Heals what dead runs left behind, as their journals tell; leaves live runs alone and adopts nothing. */
public final class Leftovers {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final int JOURNALS_KEPT = 100;

    private final StateDirectory state;
    private final Healer healer;
    private final UnaryOperator<JournalFile> around;

    /** Looks for the journals of one user. */
    public Leftovers(Registry registry, StateDirectory state) {
        this(state, new Healer(registry, MonotonicClock.startingNow(), BOUND), UnaryOperator.identity());
    }

    /** With another healer, and with something around the files that it writes to. */
    Leftovers(StateDirectory state, Healer healer, UnaryOperator<JournalFile> around) {
        this.state = state;
        this.healer = healer;
        this.around = around;
    }

    /**
     * What was found and done.
     *
     * @param journals how many journals were read
     * @param alive how many of them belong to live runs and were left alone
     * @param healed one line for each fault that was healed now
     * @param manual one line for each thing that a person must check
     */
    public record Report(int journals, int alive, List<String> healed, List<String> manual) {
        /** Copies the lists, as lines for a terminal: a journal's texts and a server's answers are in them. */
        public Report {
            healed = healed.stream().map(OneLine::shown).toList();
            manual = manual.stream().map(OneLine::shown).toList();
        }
    }

    /**
     * Heals everything that dead runs left.
     *
     * @throws UncheckedIOException when the journals cannot be read at all
     */
    public Report recover() {
        List<String> healed = new ArrayList<>();
        List<String> manual = new ArrayList<>();
        int alive = 0;
        List<Path> journals = state.journalFiles();
        for (Path journal : journals) {
            alive += recover(journal, healed, manual) ? 0 : 1;
        }
        forgetOldest(journals);
        return new Report(journals.size(), alive, healed, manual);
    }

    /** The faults of every journal, for showing; the file's name stands before each id. */
    public List<String> states() {
        List<String> lines = new ArrayList<>();
        for (Path journal : state.journalFiles()) {
            try {
                JournalReader.read(journal)
                        .faults()
                        .forEach(fault -> lines.add(OneLine.plain(StateDirectory.runOf(journal) + " " + fault.id() + " "
                                + fault.recipe().target() + " " + fault.state())));
            } catch (IOException e) {
                lines.add(StateDirectory.runOf(journal) + " cannot be read: " + OneLine.of(e));
            }
        }
        return lines;
    }

    private boolean recover(Path journal, List<String> healed, List<String> manual) {
        try {
            JournalReader.Contents contents = JournalReader.read(journal);
            if (contents.ownerAlive()) {
                return false;
            }
            if (contents.isNewer()) {
                manual.add(StateDirectory.runOf(journal) + ": " + journal + " was written by a newer version, in form "
                        + contents.schema() + "; run that version's recover");
                return true;
            }
            if (contents.damaged() > 0) {
                manual.add(StateDirectory.runOf(journal) + ": " + contents.damaged() + " damaged records in "
                        + keep(journal) + "; look for objects named aftershock-" + StateDirectory.runOf(journal)
                        + " and remove them, then delete both files");
            }
            return contents.open().isEmpty() || healAll(contents, healed, manual);
        } catch (IOException e) {
            manual.add(StateDirectory.runOf(journal) + ": cannot read " + journal + ": " + OneLine.of(e));
            return true;
        }
    }

    /** Copies a damaged journal as it was found, once: healing cuts its tail and writes to it, and does not wait for a copy. */
    private static String keep(Path journal) {
        Path kept = journal.resolveSibling(journal.getFileName() + ".damaged");
        try {
            if (!Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(journal, kept, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return kept.toString();
        } catch (IOException e) {
            return journal + ", of which no copy could be kept (" + OneLine.of(e) + ")";
        }
    }

    private boolean healAll(JournalReader.Contents contents, List<String> healed, List<String> manual)
            throws IOException {
        Optional<FaultJournal> reopened = FaultJournal.reopen(contents, around);
        if (reopened.isEmpty()) {
            return false;
        }
        Set<String> gone = contents.faults().stream()
                .filter(fault -> fault.state() == FaultState.VERIFIED)
                .map(JournaledFault::id)
                .collect(Collectors.toCollection(HashSet::new));
        try (FaultJournal journal = reopened.get()) {
            Told told = new Told(journal, healed, manual);
            Map<JournaledFault, HealCheck> failed = new LinkedHashMap<>();
            for (JournaledFault fault : contents.open()) {
                HealCheck check = healer.heal(fault.recipe(), HealContext.afterDeath(), at -> {});
                if (check.healed()) {
                    gone.add(fault.id());
                    tell(fault, check, told);
                } else {
                    failed.put(fault, check);
                }
            }
            failed.forEach(
                    (fault, check) -> tell(fault, goneWithItsSystem(fault, gone).orElse(check), told));
        }
        return true;
    }

    /** Where it is told what became of the faults of a journal. */
    private record Told(FaultJournal journal, List<String> healed, List<String> manual) {}

    private void tell(JournaledFault fault, HealCheck check, Told told) {
        String line = StateDirectory.runOf(told.journal().file()) + " " + fault.id() + " on "
                + fault.recipe().target() + " (was " + fault.state() + "): " + check.evidence();
        new AuditLog(state)
                .tryAdd(check.healed() ? "recovered" : "not-recovered", Map.of("fault", line))
                .ifPresent(told.manual()::add);
        if (check.healed()) {
            told.journal().tryMark(fault.id(), FaultState.VERIFIED).ifPresent(told.manual()::add);
            told.healed().add(line + "; " + FaultState.VERIFIED);
        } else {
            told.manual().add(line);
        }
    }

    /** What acted on a system, and on nothing else, cannot be asked any more when that is gone, and need not be. */
    private static Optional<HealCheck> goneWithItsSystem(JournaledFault fault, Set<String> gone) {
        return Optional.ofNullable(fault.recipe().facts().get(UndoRecipe.ENDS_WITH))
                .filter(system -> gone.contains(Systems.id(system)))
                .map(system -> HealCheck.healed("it was gone with '" + system + "'"));
    }

    /** Journals of dead runs that leave nothing to be done are kept to be looked at, but not for ever. */
    private static void forgetOldest(List<Path> journals) {
        for (Path journal : journals.subList(0, Math.max(0, journals.size() - JOURNALS_KEPT))) {
            try {
                JournalReader.Contents contents = JournalReader.read(journal);
                if (!contents.ownerAlive()
                        && contents.open().isEmpty()
                        && contents.damaged() == 0
                        && !contents.isNewer()) {
                    Files.delete(journal);
                }
            } catch (IOException e) {
                // It stays, and the next recovery reports it again.
            }
        }
    }
}
