package dev.aftershock.format;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes maps, lists and scalars as indented JSON; maps without an order of their own are sorted by key. */
final class JsonText {

    private JsonText() {}

    static String of(Object value) {
        return write(value, "");
    }

    private static String write(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            return object(map, indent);
        }
        if (value instanceof Collection<?> items) {
            return array(items, indent);
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String object(Map<?, ?> map, String indent) {
        boolean ordered = map instanceof LinkedHashMap<?, ?> || map instanceof SortedMap<?, ?>;
        Map<?, ?> entries = ordered ? map : new TreeMap<>(map);
        return lines(
                entries.entrySet(),
                entry -> quoted(String.valueOf(entry.getKey())) + ": " + write(entry.getValue(), indent + "  "),
                new Frame("{", "}", indent));
    }

    private static String array(Collection<?> items, String indent) {
        boolean flat = items.stream().noneMatch(item -> item instanceof Map || item instanceof Collection);
        return flat
                ? items.stream().map(item -> write(item, indent)).collect(Collectors.joining(", ", "[", "]"))
                : lines(items, item -> write(item, indent + "  "), new Frame("[", "]", indent));
    }

    private record Frame(String open, String close, String indent) {}

    private static <T> String lines(Collection<T> items, Function<T, String> line, Frame frame) {
        if (items.isEmpty()) {
            return frame.open() + frame.close();
        }
        String between = "\n" + frame.indent() + "  ";
        return items.stream()
                .map(line)
                .collect(Collectors.joining(
                        "," + between, frame.open() + between, "\n" + frame.indent() + frame.close()));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
