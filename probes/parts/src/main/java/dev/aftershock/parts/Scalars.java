package dev.aftershock.parts;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a scalar into the type that a setting declares. */
final class Scalars {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?");
    private static final Map<Class<?>, Class<?>> UNBOXED = Map.of(
            Integer.class, int.class, Long.class, long.class, Double.class, double.class, Boolean.class, boolean.class);

    private Scalars() {}

    /** The type that a boxed type holds, as {@code Optional} and {@code List} need boxes; others as they are. */
    static Class<?> unboxed(Class<?> type) {
        return UNBOXED.getOrDefault(type, type);
    }

    static boolean knows(Class<?> type) {
        return type == String.class
                || type == int.class
                || type == long.class
                || type == boolean.class
                || type == double.class
                || type == Duration.class
                || type == Percent.class
                || type == Secret.class
                || type == URI.class
                || type.isEnum();
    }

    static Optional<Object> convert(Class<?> type, String text) {
        if (type == String.class) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
        if (type == Duration.class) {
            return Quantities.duration(text).map(Object.class::cast);
        }
        if (type == Percent.class) {
            return Quantities.percent(text).map(Object.class::cast);
        }
        if (type == Secret.class) {
            return Optional.of(new Secret(text));
        }
        if (type == boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        if (type == URI.class) {
            return uri(text);
        }
        return type.isEnum() ? constant(type, text) : number(type, text);
    }

    private static Optional<Object> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(URI::isAbsolute).map(Object.class::cast);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .map(Object.class::cast);
    }

    private static Optional<Object> number(Class<?> type, String text) {
        try {
            if (type == double.class) {
                return Optional.of(text)
                        .filter(number -> NUMBER.matcher(number).matches())
                        .map(Double::parseDouble)
                        .filter(Double::isFinite)
                        .map(Object.class::cast);
            }
            return Optional.of(type == int.class ? (Object) Integer.parseInt(text) : (Object) Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String expected(Class<?> type) {
        if (type == Duration.class) {
            return Quantities.DURATION_EXAMPLES;
        }
        if (type == Percent.class) {
            return "a percentage from 0% to 100%, such as 1%";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == URI.class) {
            return "an absolute URI, such as http://127.0.0.1:8080";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants()).map(Scalars::word).collect(Collectors.joining(", "));
        }
        if (type.isRecord()) {
            return "a mapping with the keys "
                    + SettingInfo.of(type.asSubclass(Record.class)).stream()
                            .map(SettingInfo::key)
                            .collect(Collectors.joining(", "));
        }
        return type == String.class || type == Secret.class
                ? "a text"
                : type == double.class ? "a number" : "a whole number";
    }
}
