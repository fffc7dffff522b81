package dev.aftershock.format;

import dev.aftershock.engine.PartSpec;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Step;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.SettingInfo;
import dev.aftershock.parts.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Binds the steps of {@code method}. Used once. */
final class MethodBinder {

    static final List<String> KINDS = List.of("inject", "heal", "wait-until", "together", "declare");

    private final PartBinder.Catalogue faults;
    private final PartBinder parts;
    private final Names probes;
    private final Names steps;
    private final Problems problems;
    private final Names injected;

    MethodBinder(Registry registry, PartBinder parts, Names probes, Problems problems) {
        this.faults = new PartBinder.Catalogue("fault", registry.faults());
        this.parts = parts;
        this.probes = probes;
        this.problems = problems;
        this.steps = new Names("step", problems);
        // Its duplicates are told by the names of all steps.
        this.injected = new Names("earlier step with a fault", new Problems());
    }

    List<Step> bind(Value.Keyed root) {
        List<Step> bound = new ArrayList<>();
        int number = 0;
        for (Value.Keyed written : Written.list(root, "method", problems)) {
            number++;
            step(written, Integer.toString(number)).ifPresent(bound::add);
        }
        return bound;
    }

    private Optional<Step> step(Value.Keyed written, String position) {
        List<String> kinds =
                written.entries().keySet().stream().filter(KINDS::contains).toList();
        if (kinds.size() != 1) {
            Written.rejectUnknownKeys(written, keys(KINDS, Shapes.InjectWords.declared()), problems);
            String found = kinds.isEmpty() ? "a step that does nothing" : "a step that does several things: " + kinds;
            problems.add(written.place(), found, "one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        return switch (kinds.get(0)) {
            case "inject" -> inject(written, position).map(Step.class::cast);
            case "together" -> Optional.of(together(written, position));
            case "heal" -> heal(written, position);
            case "declare" -> declare(written, position);
            default -> waitUntil(written, position);
        };
    }

    private Optional<Step.Inject> inject(Value.Keyed written, String position) {
        List<SettingInfo> declared = Shapes.InjectWords.declared();
        Written.rejectUnknownKeys(written, keys(List.of("inject"), declared), problems);
        Optional<Shapes.InjectWords> words =
                Binder.bind(Shapes.InjectWords.class, declared, Written.only(written, Shapes.keys(declared)), problems);
        Optional<PartBinder.Choice> fault =
                Written.keyed(written, "inject", problems).flatMap(this::fault);
        String kind = fault.map(choice -> choice.part().kind()).orElse("inject");
        String name = named(written, words.flatMap(Shapes.InjectWords::name), position + "-" + kind);
        injected.giveMade(name, written.place());
        Optional<PartSpec> part = fault.flatMap(choice -> parts.bind(choice, List.of()));
        return words.flatMap(given -> part.map(bound -> new Step.Inject(name, bound, given.lasting())));
    }

    private Optional<PartBinder.Choice> fault(Value.Keyed written) {
        List<String> ofStep = Shapes.keys(Shapes.InjectWords.declared());
        for (String key : ofStep) {
            if (written.entries().containsKey(key)) {
                problems.add(
                        written.placeOf(key),
                        "'" + key + "' stands inside 'inject'",
                        "it beside 'inject', as a key of the step");
            }
        }
        return parts.choose(written, ofStep, faults);
    }

    private Step together(Value.Keyed written, String position) {
        String name = name(written, "together", position);
        List<Step.Inject> bound = new ArrayList<>();
        int number = 0;
        for (Value.Keyed each : Written.list(written, "together", problems)) {
            number++;
            if (each.entries().containsKey("inject")) {
                inject(each, position + "-" + number).ifPresent(bound::add);
            } else {
                problems.add(each.place(), "an entry of 'together' is " + each.described(), "inject");
            }
        }
        return new Step.Together(name, bound);
    }

    private Optional<Step> heal(Value.Keyed written, String position) {
        String name = name(written, "heal", position);
        return Binder.bind(Shapes.HealWords.class, Written.only(written, List.of("heal")), List.of(), problems)
                .map(heal -> {
                    injected.use(heal.heal(), place(written, "heal"), problems);
                    return new Step.Heal(name, heal.heal());
                });
    }

    private Optional<Step> declare(Value.Keyed written, String position) {
        String name = name(written, "declare", position);
        return Binder.bind(Shapes.DeclareWords.class, Written.only(written, List.of("declare")), List.of(), problems)
                .map(words -> new Step.Declare(name, words.declare()));
    }

    private Optional<Step> waitUntil(Value.Keyed written, String position) {
        String name = name(written, "wait-until", position);
        return Written.keyed(written, "wait-until", problems)
                .flatMap(condition -> Binder.bind(Shapes.WaitWords.class, condition, List.of(), problems)
                        .map(wait -> {
                            probes.use(wait.recovered(), place(condition, "recovered"), problems);
                            return new Step.WaitUntil(name, wait.recovered(), wait.within());
                        }));
    }

    /** The name of a step that has no other words beside what it does. */
    private String name(Value.Keyed written, String kind, String position) {
        List<SettingInfo> declared = SettingInfo.of(Shapes.StepWords.class);
        Written.rejectUnknownKeys(written, keys(List.of(kind), declared), problems);
        Optional<String> given = Binder.bind(
                        Shapes.StepWords.class, Written.only(written, Shapes.keys(declared)), List.of(), problems)
                .flatMap(Shapes.StepWords::name);
        return named(written, given, position + "-" + kind);
    }

    private String named(Value.Keyed written, Optional<String> given, String otherwise) {
        if (given.isPresent()) {
            steps.give(given.get(), place(written, "name"));
        } else {
            steps.giveMade(otherwise, written.place());
        }
        return given.orElse(otherwise);
    }

    private static Place place(Value.Keyed written, String key) {
        return written.entries().get(key).place();
    }

    private static List<String> keys(Collection<String> some, List<SettingInfo> declared) {
        List<String> keys = new ArrayList<>(some);
        keys.addAll(Shapes.keys(declared));
        return keys;
    }
}
