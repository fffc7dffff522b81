package dev.aftershock.parts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its escapes undone, those of URLs, of JSON and of XML, and where each of its characters came from.
 *
 * @param text the text
 * @param from where what stands for each character begins in the original
 * @param to where it ends
 */
record Unescaped(String text, int[] from, int[] to) {

    private static final String HEX = "[0-9A-Fa-f]";
    private static final String NEXT = "%[89abAB]" + HEX;

    /** One language alone, since a backslash may be part of a secret that was escaped for XML; and all of them at once. */
    private static final List<Pattern> LANGUAGES;

    private static final Pattern ALL;

    static {
        String url = "%[cdCD]" + HEX + NEXT + "|%[eE]" + HEX + "(?:" + NEXT + "){2}|%[fF]" + HEX + "(?:" + NEXT
                + "){3}|%" + HEX + "{2}";
        String json = "\\\\u" + HEX + "{4}|\\\\[\"'\\\\/bfnrt]";
        String xml = "&(?:amp|lt|gt|quot|apos|#[0-9]{1,5}|#x" + HEX + "{1,4});";
        LANGUAGES = List.of(Pattern.compile(url), Pattern.compile(json), Pattern.compile(xml));
        ALL = Pattern.compile(url + "|" + json + "|" + xml);
    }

    private static final Map<String, String> NAMED =
            Map.of("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&apos;", "'");
    private static final Map<Character, String> CONTROLS =
            Map.of('b', "\b", 'f', "\f", 'n', "\n", 'r', "\r", 't', "\t");

    /** The ways in which a text can be read: each language undone once, and all of them as often as given. */
    static List<Unescaped> views(String text, int depth) {
        if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0) {
            return List.of();
        }
        Unescaped raw = raw(text);
        List<Unescaped> views = new ArrayList<>();
        LANGUAGES.forEach(language -> raw.without(language).ifPresent(views::add));
        Optional<Unescaped> view = raw.without(ALL);
        for (int i = 0; i < depth && view.isPresent(); i++) {
            views.add(view.get());
            view = view.get().without(ALL);
        }
        return views;
    }

    private static Unescaped raw(String text) {
        int[] from = new int[text.length()];
        Arrays.setAll(from, i -> i);
        int[] to = new int[text.length()];
        Arrays.setAll(to, i -> i + 1);
        return new Unescaped(text, from, to);
    }

    private Optional<Unescaped> without(Pattern escape) {
        Matcher found = escape.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        Builder builder = new Builder(text.length());
        int at = 0;
        do {
            builder.copy(at, found.start());
            builder.add(meaning(found.group()), found.start(), found.end());
            at = found.end();
        } while (found.find());
        builder.copy(at, text.length());
        return Optional.of(builder.build());
    }

    private static String meaning(String escape) {
        if (escape.startsWith("%")) {
            byte[] bytes = new byte[escape.length() / 3];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(escape.substring(3 * i + 1, 3 * i + 3), 16);
            }
            boolean alone = bytes.length == 1;
            return new String(bytes, alone ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
        if (escape.startsWith("&")) {
            String inner = escape.substring(1, escape.length() - 1);
            return Optional.ofNullable(NAMED.get(escape)).orElseGet(() -> character(inner.replace("#", "")));
        }
        return escape.length() > 2
                ? character("x" + escape.substring(2))
                : CONTROLS.getOrDefault(escape.charAt(1), escape.substring(1));
    }

    private static String character(String number) {
        int point = number.startsWith("x") ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
        return String.valueOf((char) point);
    }

    /** Hides in the original what is hidden here. */
    void trace(BitSet here, BitSet original) {
        here.stream().forEach(i -> original.set(from[i], to[i]));
    }

    /** Puts a text together out of this one's pieces. */
    private final class Builder {
        private final StringBuilder built;
        private final int[] begins;
        private final int[] ends;

        Builder(int most) {
            built = new StringBuilder(most);
            begins = new int[most];
            ends = new int[most];
        }

        void copy(int begin, int end) {
            for (int i = begin; i < end; i++) {
                add(text.substring(i, i + 1), i, i + 1);
            }
        }

        void add(String meaning, int begin, int end) {
            for (int i = 0; i < meaning.length(); i++) {
                begins[built.length()] = from[begin];
                ends[built.length()] = to[end - 1];
                built.append(meaning.charAt(i));
            }
        }

        Unescaped build() {
            int length = built.length();
            return new Unescaped(built.toString(), Arrays.copyOf(begins, length), Arrays.copyOf(ends, length));
        }
    }
}
