package dev.aftershock.parts;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Hides secrets in texts that somebody else wrote: each that it knows, by its value, as it is or in Base64 (also with a user's
 * name before it), percent-encoded, or escaped for JSON or XML; and what looks like one, by its shape: {@code //user:password@},
 * {@code password=...}, {@code Authorization: ...}. Every place becomes <code>***</code>. Thread-safe; takes time that is linear
 * in the text.
 *
 * <p>A secret of fewer than four characters is hidden only where it is a word of its own. Where a text was cut off in the middle
 * of a secret, what is left of it is hidden when it has at least four characters.
 */
public final class Mask {

    /** How often escapes within escapes are undone, as of JSON in JSON. */
    private static final int DEPTH = 3;

    private static final int REMEMBERED = 1024;

    private final Map<Secret, List<Needle>> secrets = new ConcurrentHashMap<>();
    private volatile List<Needle> needles = List.of();

    /** A mask that knows these secrets. */
    public Mask(Collection<Secret> secrets) {
        hide(secrets);
    }

    /** A mask that knows no secret, and hides what looks like one. */
    public static Mask ofShapes() {
        return new Mask(List.of());
    }

    /** Hides these too, from now on. */
    public synchronized void hide(Collection<Secret> more) {
        for (Secret secret : more) {
            if (!secret.reveal().isBlank()) {
                secrets.computeIfAbsent(secret, fresh -> Spellings.of(fresh.reveal()));
            }
        }
        needles = secrets.values().stream().flatMap(List::stream).toList();
    }

    /** The text without secrets. */
    public String of(String text) {
        return text.isEmpty() ? text : SecretShapes.hide(withoutKnown(text));
    }

    /** Those of the secrets that it knows that stand in a text. */
    public Set<Secret> found(String text) {
        return secrets.keySet().stream()
                .filter(secret ->
                        !hidden(text, secrets.getOrDefault(secret, List.of())).isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * The same for texts of which many are equal; it remembers the last ones. Not thread-safe.
     *
     * @return what masks them
     */
    public UnaryOperator<String> remembering() {
        Map<String, String> known = new HashMap<>();
        return text -> {
            if (text.isEmpty()) {
                return text;
            }
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            return known.computeIfAbsent(text, this::of);
        };
    }

    private String withoutKnown(String text) {
        BitSet hidden = hidden(text, needles);
        if (hidden.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        for (int from = hidden.nextSetBit(0); from >= 0; from = hidden.nextSetBit(at)) {
            shown.append(text, at, from).append(SecretShapes.HIDDEN);
            at = hidden.nextClearBit(from);
        }
        return shown.append(text, at, text.length()).toString();
    }

    private static BitSet hidden(String text, List<Needle> needles) {
        BitSet hidden = new BitSet(text.length());
        if (needles.isEmpty()) {
            return hidden;
        }
        needles.forEach(needle -> needle.mark(text, hidden));
        for (Unescaped view : Unescaped.views(text, DEPTH)) {
            BitSet here = new BitSet(view.text().length());
            needles.forEach(needle -> needle.mark(view.text(), here));
            view.trace(here, hidden);
        }
        return hidden;
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "a mask of " + secrets.size() + " secrets";
    }
}
