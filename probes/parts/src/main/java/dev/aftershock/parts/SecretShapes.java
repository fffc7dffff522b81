package dev.aftershock.parts;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what looks like a secret though nobody said that it is one: a password in a URL, a value behind a telling name,
 * credentials of HTTP. What is hidden already, and references such as <code>${secret:NAME}</code>, stay.
 */
final class SecretShapes {

    /** What stands instead of a secret. */
    static final String HIDDEN = "***";

    private static final String NAME =
            "(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key" + "|private[-_]?key)";

    private static final String VALUE = "(?!\\*{3}|\\$\\{|\"[^\"]{0,100}\\$\\{|'[^']{0,100}\\$\\{)"
            + "(?:\\\\{1,3}\"[^\"]{1,4096}\""
            + "|\"[^\"\\\\]{0,512}(?:\\\\.[^\"\\\\]{0,512}){0,64}\"|'[^']{1,4096}'"
            + "|[^\\s,;&\"'<>(){}\\[\\]\\\\]{1,4096})";

    /** In each, the first group stays and what follows it is hidden. Every repetition is bounded, so that none takes long. */
    private static final List<Shape> SHAPES = List.of(
            shape(
                    "(\\b[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\\s/?#:@\"'<>\\\\]{0,256}:)(?!\\*{3}@|\\$\\{)[^\\s/?#\"'<>\\\\]{1,512}(?=@)",
                    "://"),
            shape(
                    "(?i)(\\bauthorization[\"']?\\s{0,8}[:=]\\s{0,8}[\"']?(?:[a-z][a-z-]{1,20}\\s{1,8})?+)" + VALUE,
                    "authorization"),
            shape("(?i)(\\bbearer\\s{1,8})(?!\\*{3})[A-Za-z0-9._~+/=-]{16,4096}", "bearer"),
            shape("(\\b[Bb]asic\\s{1,8})(?=[A-Za-z0-9+/]{0,256}[A-Z0-9])[A-Za-z0-9+/]{8,4096}={0,2}", "basic"),
            shape(
                    "(?i)((?<!\\$\\{)" + NAME + "\\\\{0,3}[\"']?\\s{0,8}[:=]\\s{0,8})" + VALUE,
                    "pass",
                    "pwd",
                    "secret",
                    "token",
                    "key"),
            shape("(?i)(\\bpassword\\s{1,8})(?!'?\\*{3})'[^']{1,4096}'", "password"));

    /** A shape, and words of which one must stand in a text before it is worth while to look closer. */
    private record Shape(Pattern pattern, List<String> hints) {

        boolean possibleIn(String lower) {
            return hints.stream().anyMatch(lower::contains);
        }
    }

    private static Shape shape(String pattern, String... hints) {
        return new Shape(Pattern.compile(pattern), List.of(hints));
    }

    private SecretShapes() {}

    static String hide(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String hidden = text;
        for (Shape shape : SHAPES) {
            if (shape.possibleIn(lower)) {
                Matcher found = shape.pattern().matcher(hidden);
                hidden = found.replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
            }
        }
        return hidden;
    }
}
