package dev.aftershock.format;

import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Places;
import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.engine.SteadyStateSpec;
import dev.aftershock.engine.Step;
import dev.aftershock.engine.TargetSpec;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.List;
import java.util.Optional;

/** Binds the values of a file to an experiment. Used once. */
final class ExperimentBinder {

    static final int VERSION = 1;
    static final List<String> KEYS = List.of(
            "aftershock",
            "title",
            "hypothesis",
            "objectives",
            "lab",
            "targets",
            "probes",
            "steady-state",
            "method",
            "safeguards");

    private final Registry registry;
    private final Problems problems;
    private final Places places = new Places();
    private final PartBinder parts;

    ExperimentBinder(Registry registry, Problems problems) {
        this.registry = registry;
        this.problems = problems;
        this.parts = new PartBinder(problems, places);
    }

    /** Where the settings that were bound stand. */
    Places places() {
        return places;
    }

    /** The experiment; nothing when problems were added. */
    Optional<Experiment> bind(Value.Keyed root) {
        if (isNewer(root)) {
            return Optional.empty();
        }
        Written.rejectUnknownKeys(root, KEYS, problems);
        Optional<Shapes.Story> story = Binder.bind(
                Shapes.Story.class, Written.only(root, Shapes.keys(Shapes.Story.class)), List.of(), problems);
        boolean watched = isOnlyWatched(root);
        Optional<Objectives> objectives =
                watched ? Optional.of(Objectives.none()) : new ObjectivesBinder(problems, places).bind(root);
        List<TargetSpec> targets = new SystemsBinder(registry, parts, problems).bind(root);
        ProbesBinder probesBinder = new ProbesBinder(registry, parts, places, problems);
        List<ProbeSpec> probes = probesBinder.bind(root);
        Optional<SteadyStateSpec> steady = steadyState(root);
        List<Step> method =
                watched ? List.of() : new MethodBinder(registry, parts, probesBinder.names(), problems).bind(root);
        Optional<Safeguards> safeguards = safeguards(root);
        if (problems.any()) {
            return Optional.empty();
        }
        return Optional.of(new Experiment(
                story.orElseThrow().title(),
                story.orElseThrow().hypothesis(),
                objectives.orElseThrow(),
                targets,
                probes,
                steady.orElseThrow(),
                method,
                safeguards.orElseThrow()));
    }

    /** A file that breaks nothing promises nothing either: it tells a monitor what to watch. */
    private static boolean isOnlyWatched(Value.Keyed root) {
        return !root.entries().containsKey("method") && !root.entries().containsKey("objectives");
    }

    /** Whether the file follows rules that this release cannot know, so that checking it would only mislead. */
    private boolean isNewer(Value.Keyed root) {
        Value version = root.entries().get("aftershock");
        String expected = "aftershock: " + VERSION;
        if (version == null) {
            problems.add(root.place(), "the version of the format is missing", expected + " as the first line");
            return false;
        }
        String text = Written.text(version).orElse("");
        boolean newer = text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) > VERSION;
        if (newer) {
            problems.add(
                    version.place(),
                    "the file is written in version " + text + " of the format, newer than this release of Aftershock",
                    expected + ", or a newer release");
        } else if (!text.equals(Integer.toString(VERSION))) {
            problems.add(version.place(), "the version of the format is " + version.described(), expected);
        }
        return newer;
    }

    private Optional<SteadyStateSpec> steadyState(Value.Keyed root) {
        if (!root.entries().containsKey("steady-state")) {
            problems.add(
                    root.place(),
                    "the setting 'steady-state' is missing",
                    "what normal looks like, such as {within: 50ms, bad-at-most: 1%, for: 2s}");
        }
        return Written.keyed(root, "steady-state", problems).flatMap(written -> {
            Optional<SteadyStateSpec> bound =
                    Binder.bind(SteadyStateSpec.class, Shapes.steadyState(), written, problems);
            bound.ifPresent(steady -> places.put(steady, written));
            return bound;
        });
    }

    private Optional<Safeguards> safeguards(Value.Keyed root) {
        Value.Keyed written = root.entries().containsKey("safeguards")
                ? Written.keyed(root, "safeguards", problems).orElse(Written.nothing(root.place()))
                : Written.nothing(root.place());
        Optional<Safeguards> bound = Binder.bind(Safeguards.class, written, List.of(), problems);
        bound.ifPresent(safeguards -> places.put(safeguards, written));
        return bound;
    }
}
