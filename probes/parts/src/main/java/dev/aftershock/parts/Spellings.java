package dev.aftershock.parts;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a secret may be spelled in a text whose escapes are undone. */
final class Spellings {

    /** A shorter secret is hidden only where it is a word of its own, because it is part of too many others. */
    static final int SHORTEST = 4;

    private static final int SHORTEST_LINE = 8;
    private static final int BITS_PER_CHARACTER = 6;
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(?:bearer|basic|token|digest|apikey) +(.+)");
    private static final Pattern IN_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#:@]*:([^/?#]*)@.*");

    private Spellings() {}

    /** What finds a secret and the secrets within it. */
    static List<Needle> of(String secret) {
        Set<String> plain = new LinkedHashSet<>();
        parts(secret).forEach(part -> {
            plain.add(part);
            plain.add(part.strip());
            plain.add(part.replace(' ', '+'));
            plain.add(part.replaceAll("[" + Unprintable.CHARACTERS + "]+", " ").strip());
            part.lines().filter(line -> line.length() >= SHORTEST_LINE).forEach(plain::add);
        });
        plain.removeIf(String::isBlank);
        Stream<Needle> words = plain.stream().map(each -> new Needle(each, reach(each)));
        Stream<Needle> runs = plain.stream()
                .filter(each -> each.length() >= SHORTEST)
                .flatMap(each -> base64(each).stream())
                .distinct()
                .map(each -> new Needle(each, Needle.Reach.RUN));
        return Stream.concat(words, runs).toList();
    }

    private static Needle.Reach reach(String plain) {
        return plain.length() < SHORTEST ? Needle.Reach.WORD : Needle.Reach.FOUND;
    }

    /** The secret, and what is secret in it: a token behind its scheme, a password in a URL. */
    private static Set<String> parts(String secret) {
        Set<String> parts = new LinkedHashSet<>(List.of(secret));
        Matcher credentials = CREDENTIALS.matcher(secret);
        if (credentials.matches()) {
            parts.add(credentials.group(1));
            parts.addAll(passwordIn(credentials.group(1)));
        }
        Matcher url = IN_URL.matcher(secret);
        if (url.matches()) {
            parts.add(url.group(1));
        }
        return parts;
    }

    /** What stands behind the colon of {@code user:password} in Base64. */
    private static Set<String> passwordIn(String base64) {
        try {
            String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? Set.of() : Set.of(decoded.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
    }

    /** The characters that depend on the secret alone, wherever it stands among what is encoded with it. */
    private static Set<String> base64(String plain) {
        Set<String> cores = new LinkedHashSet<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            byte[] secret = plain.getBytes(charset);
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + secret.length];
                System.arraycopy(secret, 0, shifted, before, secret.length);
                int first = (before * Byte.SIZE + BITS_PER_CHARACTER - 1) / BITS_PER_CHARACTER;
                int last = shifted.length * Byte.SIZE / BITS_PER_CHARACTER;
                for (Base64.Encoder encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
                    cores.add(encoder.encodeToString(shifted).substring(first, last));
                }
            }
        }
        return cores;
    }
}
