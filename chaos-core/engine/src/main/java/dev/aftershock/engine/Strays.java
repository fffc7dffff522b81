package dev.aftershock.engine;

import dev.aftershock.measurement.MonotonicClock;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Heals by their ownership marks what runs left whose journals are lost. What has a journal here is {@link Leftovers}' business;
 * what has none may belong to a live run on another machine, and is left alone until no run can be that old.
 */
public final class Strays {

    /** No run lasts as long: a phase of an hour, then faults of a quarter. */
    private static final Duration LONGEST_RUN = Duration.ofHours(2);

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Registry registry;
    private final StateDirectory state;
    private final InstantSource wall;
    private final Duration longestRun;
    private final Healer healer;

    /** For the runs whose journals are in a state directory; whoever is younger than any run can be is left alone. */
    public Strays(Registry registry, StateDirectory state) {
        this(registry, state, InstantSource.system(), LONGEST_RUN);
    }

    /**
     * The same for who knows better how long runs last: those that are older are taken for dead.
     *
     * @param longestRun longer than any live run on the systems to look at, {@link Plan#longest()} at least
     */
    public Strays(Registry registry, StateDirectory state, Duration longestRun) {
        this(registry, state, InstantSource.system(), longestRun);
    }

    Strays(Registry registry, StateDirectory state, InstantSource wall, Duration longestRun) {
        this.registry = registry;
        this.state = state;
        this.wall = wall;
        this.longestRun = longestRun;
        this.healer = new Healer(registry, MonotonicClock.startingNow(), BOUND);
    }

    /**
     * What was found and done.
     *
     * @param healed one line for each thing that was removed now
     * @param young one line for each thing that was left alone, because it may be a live run's
     * @param manual one line for each other thing that a person must check
     */
    public record Report(List<String> healed, List<String> young, List<String> manual) {
        /** Copies the lists. */
        public Report {
            healed = List.copyOf(healed);
            young = List.copyOf(young);
            manual = List.copyOf(manual);
        }
    }

    /** Looks on the servers of an experiment's systems. */
    public Report heal(Experiment experiment) {
        Found lines = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (TargetSpec spec : experiment.targets()) {
            try {
                healAll(marked(registry.targets().get(spec.part().kind()), spec.part()), lines);
            } catch (PartlyLookedException e) {
                healAll(e.found(), lines);
                lines.manual.add("cannot look for all that runs left on '" + spec.name() + "': " + OneLine.of(e));
            } catch (Exception e) {
                lines.manual.add("cannot look for what runs left on '" + spec.name() + "': " + OneLine.of(e));
            }
        }
        return new Report(lines.healed, lines.young, lines.manual);
    }

    private void healAll(List<Marked> marked, Found lines) {
        marked.stream()
                .filter(found -> !Files.exists(state.journal(found.runId())))
                .forEach(found -> heal(found, lines));
    }

    /** The lines of a report that is being made. */
    private record Found(List<String> healed, List<String> young, List<String> manual) {}

    private static <S extends Record> List<Marked> marked(TargetProvider<S> provider, PartSpec part) throws Exception {
        return provider.marked(provider.settings().cast(part.settings()));
    }

    private void heal(Marked found, Found lines) {
        String what = found.recipe().target() + ", of which there is no journal here";
        Optional<Instant> began = Engine.begunAt(found.runId());
        if (began.isEmpty() || began.get().plus(longestRun).isAfter(wall.instant())) {
            String alone = what + ", left alone: it may be a live run of another machine or user";
            began.ifPresentOrElse(at -> lines.young.add(alone + ", begun at " + at), () -> lines.manual.add(alone));
            return;
        }
        HealCheck check = healer.heal(found.recipe(), HealContext.afterDeath(), at -> {});
        String line = what + ": " + check.evidence();
        new AuditLog(state)
                .tryAdd(check.healed() ? "recovered" : "not-recovered", Map.of("fault", line))
                .ifPresent(lines.manual::add);
        (check.healed() ? lines.healed : lines.manual).add(line);
    }
}
