package dev.aftershock.format;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${var:NAME:-default}</code>, <code>${env:NAME:-default}</code> and <code>${secret:NAME}</code> in
 * values, by a fixed grammar and in a single pass: what is put in is never looked at again. <code>$${</code> stands for
 * <code>${</code>. Used once.
 */
final class Substitution {

    private static final String NAME = "([A-Za-z_][A-Za-z0-9_.-]{0,63})";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern OPEN = Pattern.compile("(var|env):" + NAME + "(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern SECRET = Pattern.compile("secret:" + NAME);
    private static final String EXPECTED =
            "${var:NAME} or ${env:NAME}, each with an optional :-default, ${secret:NAME}, or $${ for a plain ${";

    private final Map<String, String> variables;
    private final Function<String, Optional<String>> environment;
    private final Problems problems;
    private final Set<Secret> secrets = new LinkedHashSet<>();
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

    /** Every secret that was put in. */
    Set<Secret> secrets() {
        return secrets;
    }

    /** Reports variables that were given but that the file never uses, as a misspelled name would be. */
    void reportUnused() {
        Place place = new Place("--var", 0, 0);
        for (String name : new TreeSet<>(variables.keySet())) {
            if (used.isEmpty()) {
                problems.add(place, "unknown variable '" + name + "'", "none, since the file uses no variables");
            } else if (!used.contains(name)) {
                problems.addUnknown(place, "variable", name, used);
            }
        }
    }

    private Value value(Value value) {
        if (value instanceof Value.Scalar scalar) {
            return scalar(scalar);
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(items.items().stream().map(this::value).toList(), items.place());
        }
        return value instanceof Value.Keyed keyed ? keyed(keyed) : value;
    }

    private Value.Keyed keyed(Value.Keyed keyed) {
        Map<String, Value> entries = new LinkedHashMap<>();
        keyed.entries().forEach((key, value) -> entries.put(key, value(value)));
        return new Value.Keyed(entries, keyed.keyPlaces(), keyed.place());
    }

    private Value.Scalar scalar(Value.Scalar scalar) {
        Matcher found = REFERENCE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        boolean secret = false;
        while (found.find()) {
            boolean escaped = found.group(1) == null;
            secret |= !escaped && found.group(1).startsWith("secret");
            String replacement = escaped ? "${" : replacement(found, scalar.place());
            if (!escaped && found.group(1).startsWith("secret")) {
                secrets.add(new Secret(replacement));
            }
            found.appendReplacement(text, Matcher.quoteReplacement(replacement));
        }
        return new Value.Scalar(found.appendTail(text).toString(), scalar.place(), secret);
    }

    private String replacement(Matcher found, Place place) {
        Optional<Reference> reference = parsed(found);
        if (reference.isEmpty()) {
            // A misspelled secret reference may hold the secret itself, so that none is repeated.
            boolean hidden = found.group(1).startsWith("secret");
            String shown = new Value.Scalar(hidden ? "${secret...}" : found.group(), place).described();
            problems.add(place, shown + " is no reference", EXPECTED);
            return "";
        }
        return replacement(reference.get(), place);
    }

    private static Optional<Reference> parsed(Matcher found) {
        String inner = found.group(1);
        boolean closed = !found.group(2).isEmpty();
        Matcher secret = SECRET.matcher(inner);
        if (closed && secret.matches()) {
            return Optional.of(new Reference("secret", secret.group(1), Optional.empty()));
        }
        Matcher open = OPEN.matcher(inner);
        return closed && open.matches() && !inner.contains("${")
                ? Optional.of(new Reference(open.group(1), open.group(2), Optional.ofNullable(open.group(3))))
                : Optional.empty();
    }

    private String replacement(Reference reference, Place place) {
        String name = reference.name();
        boolean variable = reference.source().equals("var");
        if (variable) {
            used.add(name);
        }
        Optional<String> given = variable ? Optional.ofNullable(variables.get(name)) : environment.apply(name);
        return given.or(reference::otherwise).orElseGet(() -> {
            String how = variable ? "--var " + name + "=VALUE" : "the environment variable " + name;
            problems.add(place, "no value for ${" + reference.source() + ":" + name + "}", how);
            return "";
        });
    }

    /** A reference that follows the grammar. */
    private record Reference(String source, String name, Optional<String> otherwise) {}
}
