package dev.aftershock.format;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts that only have settings; enough to read a file, and nothing that could run. */
final class SampleParts {

    static final Map<String, String> ENVIRONMENT =
            Map.of("REGION", "west", "DB_PASSWORD", "hunter2", "EMPTY", "", "ONE", "1", "FIVE_SECONDS", "5s");

    private SampleParts() {}

    enum Replication {
        SYNC,
        REMOTE_APPLY,
        ASYNC
    }

    record Pair(
            @Setting(value = "When a commit is acknowledged.", byDefault = "sync")
            Replication replication,

            @Setting(value = "How long the primary must be silent.", byDefault = "300ms")
            Duration failoverAfter,

            @Setting(value = "How many members.", byDefault = "2")
            int members) {

        Pair {
            if (members < 1) {
                throw new IllegalArgumentException("'members' must be at least 1");
            }
        }
    }

    record Database(
            @Setting("Where it listens.") String url,
            @Setting("Its password.") Optional<Secret> password,
            @Setting(value = "Labels.", byDefault = "") List<String> labels) {}

    record Ledger(
            @Setting("The database.") String target,

            @Setting(value = "How many writers.", byDefault = "24")
            int writers) {}

    record Ask(
            @Setting("The target.") String target,

            @Setting(value = "Whether to be strict.", byDefault = "true")
            boolean strict) {}

    record Kill(@Setting("The process.") String target) {}

    record Latency(
            @Setting("The link.") String link,
            @Setting("How long.") Duration value,

            @Setting(value = "How far it varies.", byDefault = "0ms")
            Duration jitter,

            @Setting("Share of connections.") Optional<Double> share) {}

    static Registry registry() {
        return new Registry(
                List.of(new Fault<>("process-kill", Kill.class, "target"), new Fault<>("latency", Latency.class, "")),
                List.of(new Watch<>("jdbc-ledger", Ledger.class, "target"), new Watch<>("ask", Ask.class, "target")),
                List.of(
                        new System<>("postgres-pair", Pair.class, "", true),
                        new System<>("database", Database.class, "url", false)));
    }

    static YamlExperimentReader reader() {
        return new YamlExperimentReader(registry(), name -> Optional.ofNullable(ENVIRONMENT.get(name)));
    }

    static ReadExperiment read(String text) {
        return reader().read("a.yaml", text, Map.of());
    }

    /** The problems that reading a text ends with; fails when it ends without. */
    static List<String> problems(String text) {
        return problems(text, Map.of());
    }

    static List<String> problems(String text, Map<String, String> variables) {
        try {
            ReadExperiment read = reader().read("a.yaml", text, variables);
            throw new AssertionError("no problem found in " + read.experiment());
        } catch (InvalidInputException e) {
            return e.problems().stream().map(Problem::line).toList();
        }
    }

    record Fault<S extends Record>(String kind, Class<S> settings, String shortForm) implements FaultProvider<S> {

        @Override
        public String summary() {
            return "A fault of the tests.";
        }

        @Override
        public FaultPlan plan(S settings, List<TargetInfo> resolved) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PreparedFault> prepare(S settings, FaultContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Watch<S extends Record>(String kind, Class<S> settings, String shortForm) implements ProbeProvider<S> {

        @Override
        public String summary() {
            return "A probe of the tests.";
        }

        @Override
        public Probe create(S settings, ProbeContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record System<S extends Record>(String kind, Class<S> settings, String shortForm, boolean startsSystem)
            implements TargetProvider<S> {

        @Override
        public String summary() {
            return "A system of the tests.";
        }

        @Override
        public List<TargetInfo> describe(String name, S settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PreparedTargets prepare(String name, S settings, RunContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
