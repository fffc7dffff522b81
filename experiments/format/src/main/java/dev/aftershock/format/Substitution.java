package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${var:NAME:-default}</code>, <code>${env:NAME}</code> and <code>${secret:NAME}</code> in values, by a
 * fixed grammar and in a single pass: what is put in is never looked at again. <code>$${</code> stands for
 * <code>${</code>. Used once.
 */
final class Substitution {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([^}]*)}?");
    private static final Pattern GRAMMAR =
            Pattern.compile("(var|env|secret):([A-Za-z_][A-Za-z0-9_.-]{0,63})(?::-(.*))?");
    private static final Pattern SECRET = Pattern.compile("(?<!\\$)\\$\\{secret:");
    private static final String EXPECTED =
            "${var:NAME}, ${env:NAME} or ${secret:NAME}, each with an optional :-default";

    private final Map<String, String> variables;
    private final Function<String, Optional<String>> environment;
    private final Problems problems;
    private final Set<String> used = new TreeSet<>();

    Substitution(Map<String, String> variables, Function<String, Optional<String>> environment, Problems problems) {
        this.variables = variables;
        this.environment = environment;
        this.problems = problems;
    }

    /** The same values with every reference replaced. */
    Value.Keyed apply(Value.Keyed root) {
        return keyed(root);
    }

    /** Reports variables that were given but that the file never uses, as a misspelled name would be. */
    void reportUnused() {
        for (String name : variables.keySet()) {
            if (!used.contains(name)) {
                problems.addUnknown(new Place("--var", 0, 0), "variable", name, used);
            }
        }
    }

    private Value value(Value value) {
        if (value instanceof Value.Scalar scalar) {
            boolean secret = SECRET.matcher(scalar.text()).find();
            return new Value.Scalar(text(scalar), scalar.place(), secret);
        }
        return value instanceof Value.Items items
                ? new Value.Items(items.items().stream().map(this::value).toList(), items.place())
                : keyed((Value.Keyed) value);
    }

    private Value.Keyed keyed(Value.Keyed keyed) {
        Map<String, Value> entries = new LinkedHashMap<>();
        keyed.entries().forEach((key, value) -> entries.put(key, value(value)));
        return new Value.Keyed(entries, keyed.keyPlaces(), keyed.place());
    }

    private String text(Value.Scalar scalar) {
        return REFERENCE
                .matcher(scalar.text())
                .replaceAll(
                        found -> Matcher.quoteReplacement(replacement(found.group(), found.group(1), scalar.place())));
    }

    private String replacement(String whole, String inner, Place place) {
        if (whole.startsWith("$$")) {
            return whole.substring(1);
        }
        Matcher reference = GRAMMAR.matcher(inner);
        if (!whole.endsWith("}") || !reference.matches()) {
            problems.add(place, "'" + whole + "' is no reference", EXPECTED);
            return "";
        }
        String source = reference.group(1);
        String name = reference.group(2);
        Optional<String> found = source.equals("var") ? variable(name) : environment.apply(name);
        Optional<String> fallback = Optional.ofNullable(reference.group(3));
        return found.or(() -> fallback).orElseGet(() -> {
            problems.add(place, "no value for " + whole, how(source, name));
            return "";
        });
    }

    private Optional<String> variable(String name) {
        used.add(name);
        return Optional.ofNullable(variables.get(name));
    }

    private static String how(String source, String name) {
        return source.equals("var") ? "--var " + name + "=VALUE" : "the environment variable " + name;
    }
}
