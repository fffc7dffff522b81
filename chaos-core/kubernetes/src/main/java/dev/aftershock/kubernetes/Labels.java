package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector as people write it, in the form that objects hold, which can also say its opposite.
 *
 * @param all what labels must meet, each of them
 */
record Labels(List<LabelSelectorRequirement> all) {

    private static final String KEY = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final String VALUE = "(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
    private static final Pattern EQUAL = Pattern.compile("(" + KEY + ")\\s*(==?|!=)\\s*(" + VALUE + ")");
    private static final Pattern AMONG =
            Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(\\s*(" + VALUE + "(?:\\s*,\\s*" + VALUE + ")*)\\s*\\)");
    private static final Pattern THERE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern OUTER_COMMA = Pattern.compile(",(?![^(]*\\))");

    Labels {
        all = List.copyOf(all);
    }

    /**
     * Reads a selector such as {@code app=orders} or {@code tier in (web, api), !canary}.
     *
     * @param setting whose value it is
     * @throws IllegalArgumentException when it is none
     */
    static Labels parse(String setting, String text) {
        Nodes.refuseBlank(setting, text);
        List<LabelSelectorRequirement> all = new ArrayList<>();
        for (String part : OUTER_COMMA.split(text, -1)) {
            all.add(requirement(setting, part.strip()));
        }
        return new Labels(all);
    }

    /** A selector of one label with its value, as {@code key=value}; nothing when a text is anything else. */
    static Optional<String> one(String text) {
        Matcher equal = EQUAL.matcher(text.strip());
        return equal.matches()
                        && !equal.group(2).equals("!=")
                        && !equal.group(3).isEmpty()
                ? Optional.of(equal.group(1) + "=" + equal.group(3))
                : Optional.empty();
    }

    private static LabelSelectorRequirement requirement(String setting, String part) {
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            return among(equal.group(1), equal.group(2).equals("!=") ? "NotIn" : "In", List.of(equal.group(3)));
        }
        Matcher among = AMONG.matcher(part);
        if (among.matches()) {
            return among(
                    among.group(1),
                    among.group(2).equals("in") ? "In" : "NotIn",
                    Arrays.stream(among.group(3).split(",", -1))
                            .map(String::strip)
                            .toList());
        }
        Matcher there = THERE.matcher(part);
        if (there.matches()) {
            return among(there.group(2), there.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of());
        }
        throw new IllegalArgumentException("'" + setting + "' holds '" + part
                + "'; expected a label selector, such as app=orders, 'tier in (web, api)' or !canary");
    }

    static LabelSelectorRequirement among(String key, String operator, List<String> values) {
        return new LabelSelectorRequirement(key, operator, values);
    }

    /** What meets all of it and one thing more. */
    LabelSelector selectorWith(LabelSelectorRequirement more) {
        List<LabelSelectorRequirement> joined = new ArrayList<>(all);
        joined.add(more);
        return selector(joined);
    }

    /** What does not meet all of it: whatever meets any of these. */
    List<LabelSelector> opposite() {
        return all.stream()
                .map(each -> selector(List.of(among(each.getKey(), opposite(each.getOperator()), each.getValues()))))
                .toList();
    }

    private static String opposite(String operator) {
        return switch (operator) {
            case "In" -> "NotIn";
            case "NotIn" -> "In";
            case "Exists" -> "DoesNotExist";
            default -> "Exists";
        };
    }

    private static LabelSelector selector(List<LabelSelectorRequirement> requirements) {
        return new LabelSelectorBuilder().withMatchExpressions(requirements).build();
    }
}
