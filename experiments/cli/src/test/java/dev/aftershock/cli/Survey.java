package dev.aftershock.cli;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Engine;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.RunListener;
import dev.aftershock.engine.RunOptions;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.TargetSet;
import dev.aftershock.engine.TimelineEvent;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.format.YamlExperimentReader;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.JdbcTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs an experiment of the catalog and, before its systems end, asks the surviving server with a query of its own which
 * writes it holds.
 */
final class Survey {

    private final AtomicReference<JdbcTarget> database = new AtomicReference<>();
    private final Set<String> present = new TreeSet<>();
    private final Set<String> missing = new TreeSet<>();

    /** The acknowledged writes that the query did not find, as {@code writer-number}. */
    Set<String> missing() {
        return missing;
    }

    Assessment run(String file, Map<String, String> variables, Path folder) throws IOException {
        Registry all = Registry.onClassPath();
        Registry registry = new Registry(
                all.faults().values(),
                all.probes().values(),
                List.copyOf(watched(all.targets().values())));
        ReadExperiment read = new YamlExperimentReader(registry)
                .read(file, Files.readString(Path.of("..", "catalog", file)), variables);
        RunListener listener = new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.type() == TimelineEvent.Type.SETTLED) {
                    ask();
                }
            }
        };
        RunResult result = new Engine(registry, new StateDirectory(folder.resolve("state")), listener)
                .run(read, new RunOptions(folder.resolve("runs"), 1, List.of()));
        result.recording().ledgers().values().stream()
                .flatMap(ledger -> ledger.entries().stream())
                .filter(entry -> entry.result().acknowledged() && !present.contains(entry.id()))
                .forEach(entry -> missing.add(entry.id()));
        return result.assessment();
    }

    private List<TargetProvider<?>> watched(Iterable<TargetProvider<?>> providers) {
        List<TargetProvider<?>> watched = new ArrayList<>();
        providers.forEach(provider -> watched.add(new Watched<>(provider)));
        return watched;
    }

    private void ask() {
        JdbcTarget target = database.get();
        try (Connection connection = DriverManager.getConnection(
                        target.url(), target.user(), target.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT writer, seq FROM aftershock_ledger")) {
            while (rows.next()) {
                present.add(rows.getInt(1) + "-" + rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the surviving server could not be asked", e);
        }
    }

    /** A provider that remembers the database that it starts. */
    private final class Watched<S extends Record> implements TargetProvider<S> {

        private final TargetProvider<S> provider;

        Watched(TargetProvider<S> provider) {
            this.provider = provider;
        }

        @Override
        public String kind() {
            return provider.kind();
        }

        @Override
        public String summary() {
            return provider.summary();
        }

        @Override
        public Class<S> settings() {
            return provider.settings();
        }

        @Override
        public boolean startsSystem() {
            return provider.startsSystem();
        }

        @Override
        public List<TargetInfo> describe(String name, S settings) {
            return provider.describe(name, settings);
        }

        @Override
        public PreparedTargets prepare(String name, S settings, RunContext context) {
            PreparedTargets prepared = provider.prepare(name, settings, context);
            return new PreparedTargets() {
                @Override
                public List<UndoRecipe> undo() {
                    return prepared.undo();
                }

                @Override
                public TargetSet start() throws Exception {
                    TargetSet set = prepared.start();
                    if (set.targets().get(name) instanceof JdbcTarget target) {
                        database.set(target);
                    }
                    return set;
                }
            };
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws Exception {
            provider.heal(recipe, context);
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws Exception {
            return provider.verifyHealed(recipe, context);
        }
    }
}
