package dev.aftershock.format;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes maps, lists and scalars as indented JSON; maps without an order of their own are sorted by key. */
final class JsonText {

    private JsonText() {}

    static String of(Object value) {
        return write(value, "");
    }

    private static String write(Object value, String indent) {
        String deeper = indent + "  ";
        if (value instanceof Map<?, ?> map) {
            Map<?, ?> ordered = map instanceof java.util.LinkedHashMap<?, ?> ? map : new TreeMap<>(map);
            return ordered.isEmpty()
                    ? "{}"
                    : ordered.entrySet().stream()
                            .map(entry -> deeper + quoted(String.valueOf(entry.getKey())) + ": "
                                    + write(entry.getValue(), deeper))
                            .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value instanceof Iterable<?> items) {
            return StreamSupport.stream(items.spliterator(), false)
                    .map(item -> write(item, deeper))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
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
