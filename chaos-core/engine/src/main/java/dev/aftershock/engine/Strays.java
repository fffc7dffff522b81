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
    private final Healer healer;

    /** For the runs whose journals are in a state directory. */
    public Strays(Registry registry, StateDirectory state) {
        this(registry, state, InstantSource.system());
    }

    Strays(Registry registry, StateDirectory state, InstantSource wall) {
        this.registry = registry;
        this.state = state;
        this.wall = wall;
        this.healer = new Healer(registry, MonotonicClock.startingNow(), BOUND);
    }

    /**
     * What was found and done.
     *
     * @param healed one line for each thing that was removed now
     * @param manual one line for each thing that a person must check
     */
    public record Report(List<String> healed, List<String> manual) {
        /** Copies the lists. */
        public Report {
            healed = List.copyOf(healed);
            manual = List.copyOf(manual);
        }
    }

    /** Looks on the servers of an experiment's systems. */
    public Report heal(Experiment experiment) {
        List<String> healed = new ArrayList<>();
        List<String> manual = new ArrayList<>();
        for (TargetSpec spec : experiment.targets()) {
            try {
                for (Marked found : marked(registry.targets().get(spec.part().kind()), spec.part())) {
                    if (!Files.exists(state.journal(found.runId()))) {
                        heal(found, healed, manual);
                    }
                }
            } catch (Exception e) {
                manual.add("cannot look for what runs left on '" + spec.name() + "': " + OneLine.of(e));
            }
        }
        return new Report(healed, manual);
    }

    private static <S extends Record> List<Marked> marked(TargetProvider<S> provider, PartSpec part) throws Exception {
        return provider.marked(provider.settings().cast(part.settings()));
    }

    private void heal(Marked found, List<String> healed, List<String> manual) {
        String what = found.recipe().target() + ", of which there is no journal here";
        Optional<Instant> began = Engine.begunAt(found.runId());
        if (began.isEmpty() || began.get().plus(LONGEST_RUN).isAfter(wall.instant())) {
            manual.add(what + ", left alone: it may be a live run of another machine or user"
                    + began.map(at -> ", begun at " + at).orElse(""));
            return;
        }
        HealCheck check = healer.heal(found.recipe(), HealContext.afterDeath(), at -> {});
        String line = what + ": " + check.evidence();
        new AuditLog(state)
                .tryAdd(check.healed() ? "recovered" : "not-recovered", Map.of("fault", line))
                .ifPresent(manual::add);
        (check.healed() ? healed : manual).add(line);
    }
}
