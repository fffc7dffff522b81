package dev.aftershock.format;

import dev.aftershock.engine.ProbeSpec;
import dev.aftershock.engine.Step;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds the steps of {@code method}. Used once. */
final class MethodBinder {

    static final List<String> KINDS = List.of("inject", "heal", "wait-until", "together");

    private final ExperimentBinder binder;
    private final Problems problems;
    private final List<String> injected = new ArrayList<>();
    private int number;

    MethodBinder(ExperimentBinder binder, Problems problems) {
        this.binder = binder;
        this.problems = problems;
    }

    List<Step> bind(Value.Keyed root, List<ProbeSpec> probes) {
        List<Step> steps = new ArrayList<>();
        for (Value.Keyed written : binder.list(root, "method", "at least one step")) {
            number++;
            step(written, probes).ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<Step> step(Value.Keyed written, List<ProbeSpec> probes) {
        List<String> kinds =
                written.entries().keySet().stream().filter(KINDS::contains).toList();
        if (kinds.size() != 1) {
            List<String> known = new ArrayList<>(KINDS);
            known.addAll(List.of("name", "for"));
            binder.unknownKeys(written, known);
            problems.add(
                    written.place(), "a step with " + (kinds.isEmpty() ? "nothing to do" : kinds), "one of " + KINDS);
            return Optional.empty();
        }
        return switch (kinds.get(0)) {
            case "inject" -> inject(written, Integer.toString(number)).map(Step.class::cast);
            case "together" -> together(written);
            case "heal" -> heal(written);
            default -> waitUntil(written, probes);
        };
    }

    private Optional<Step.Inject> inject(Value.Keyed written, String position) {
        binder.unknownKeys(written, List.of("inject", "name", "for"));
        Optional<Duration> lasting = duration(written, "for");
        return binder.part(
                        written.entries().get("inject"),
                        "fault",
                        binder.registry().faults())
                .map(fault -> {
                    String name = name(written, position + "-" + fault.kind());
                    injected.add(name);
                    return new Step.Inject(name, fault, lasting);
                });
    }

    private Optional<Step> together(Value.Keyed written) {
        binder.unknownKeys(written, List.of("together", "name"));
        String name = name(written, number + "-together");
        List<Step.Inject> steps = new ArrayList<>();
        int part = 0;
        for (Value.Keyed each : binder.list(written, "together", "at least two faults to inject")) {
            part++;
            if (each.entries().containsKey("inject")) {
                inject(each, number + "-" + part).ifPresent(steps::add);
            } else {
                problems.add(each.place(), "'together' holds " + each.described(), "inject");
            }
        }
        return Optional.of(new Step.Together(name, steps));
    }

    private Optional<Step> heal(Value.Keyed written) {
        binder.unknownKeys(written, List.of("heal", "name"));
        Value step = written.entries().get("heal");
        if (!(step instanceof Value.Scalar scalar)) {
            problems.add(written.placeOf("heal"), "'heal' is " + String.valueOf(step), "the name of an earlier step");
            return Optional.empty();
        }
        known(scalar.text(), injected, "step", scalar.place());
        return Optional.of(new Step.Heal(name(written, number + "-heal"), scalar.text()));
    }

    private Optional<Step> waitUntil(Value.Keyed written, List<ProbeSpec> probes) {
        binder.unknownKeys(written, List.of("wait-until", "name"));
        Optional<Value.Keyed> condition = binder.keyed(written.entries().get("wait-until"), "wait-until");
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        binder.unknownKeys(condition.get(), List.of("recovered", "within"));
        Value recovered = condition.get().entries().get("recovered");
        Optional<Duration> within = duration(condition.get(), "within");
        if (!(recovered instanceof Value.Scalar scalar) || within.isEmpty()) {
            problems.add(
                    condition.get().place(), "a wait without condition or limit", "{recovered: PROBE, within: 30s}");
            return Optional.empty();
        }
        known(scalar.text(), probes.stream().map(ProbeSpec::name).toList(), "probe", scalar.place());
        return Optional.of(new Step.WaitUntil(name(written, number + "-wait-until"), scalar.text(), within.get()));
    }

    private void known(String name, List<String> known, String what, Place place) {
        if (!known.contains(name)) {
            problems.addUnknown(place, what, name, known);
        }
    }

    private String name(Value.Keyed written, String otherwise) {
        Value name = written.entries().get("name");
        String chosen = name instanceof Value.Scalar scalar ? scalar.text() : otherwise;
        binder.checkName(chosen, name == null ? written.place() : name.place(), "step");
        return chosen;
    }

    private Optional<Duration> duration(Value.Keyed written, String key) {
        Value value = written.entries().get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> duration =
                value instanceof Value.Scalar scalar ? Quantities.duration(scalar.text()) : Optional.empty();
        if (duration.isEmpty()) {
            problems.add(value.place(), "'" + key + "' is " + value.described(), Quantities.DURATION_EXAMPLES);
        }
        return duration;
    }
}
