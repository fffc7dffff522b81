package dev.aftershock.parts;

import java.util.BitSet;

/** One spelling of a secret; every place where it stands is found in linear time (Knuth, Morris and Pratt 1977). */
final class Needle {

    /** So much of a secret's begin is hidden at the end of a text, which may have been cut there. */
    private static final int SHORTEST_CUT = 4;

    private final String spelling;
    private final Reach reach;
    private final int[] fallback;

    /** How much is hidden where it is found. */
    enum Reach {
        /** What was found, and its begin where a text was cut off. */
        FOUND,
        /** What was found, only where it is a word of its own. */
        WORD,
        /** The whole run of Base64 around it, which holds the rest of the secret. */
        RUN
    }

    Needle(String spelling, Reach reach) {
        this.spelling = spelling;
        this.reach = reach;
        this.fallback = fallback(spelling);
    }

    private static int[] fallback(String spelling) {
        int[] fallback = new int[spelling.length()];
        int matched = 0;
        for (int i = 1; i < fallback.length; i++) {
            while (matched > 0 && spelling.charAt(i) != spelling.charAt(matched)) {
                matched = fallback[matched - 1];
            }
            matched += spelling.charAt(i) == spelling.charAt(matched) ? 1 : 0;
            fallback[i] = matched;
        }
        return fallback;
    }

    /** Marks what is to be hidden. */
    void mark(String text, BitSet hidden) {
        if (text.contains(spelling)) {
            int matched = 0;
            for (int i = 0; i < text.length(); i++) {
                matched = next(matched, text.charAt(i));
                if (matched == spelling.length()) {
                    found(text, i + 1 - matched, i + 1, hidden);
                }
            }
        }
        if (reach == Reach.FOUND) {
            markCut(text, hidden);
        }
    }

    /** What a text ends with may be the begin of the secret. */
    private void markCut(String text, BitSet hidden) {
        int end = beforeEllipsis(text);
        int matched = 0;
        for (int i = Math.max(0, end - spelling.length()); i < end; i++) {
            matched = next(matched, text.charAt(i));
        }
        if (matched >= SHORTEST_CUT) {
            hidden.set(end - matched, end);
        }
    }

    private int next(int matched, char c) {
        int longest = matched == spelling.length() ? fallback[matched - 1] : matched;
        while (longest > 0 && spelling.charAt(longest) != c) {
            longest = fallback[longest - 1];
        }
        return spelling.charAt(longest) == c ? longest + 1 : longest;
    }

    private static int beforeEllipsis(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '…')) {
            end--;
        }
        return end == 0 ? text.length() : end;
    }

    private void found(String text, int from, int to, BitSet hidden) {
        if (reach == Reach.WORD && (isWord(text, from - 1) || isWord(text, to))) {
            return;
        }
        hidden.set(from, to);
        if (reach == Reach.RUN) {
            // What is hidden already is not passed again, so that a long run costs no more than its length.
            for (int i = from - 1; isBase64(text, i) && !hidden.get(i); i--) {
                hidden.set(i);
            }
            for (int i = to; isBase64(text, i) && !hidden.get(i); i++) {
                hidden.set(i);
            }
        }
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isBase64(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c < 128 && Character.isLetterOrDigit(c) || "+/-_=".indexOf(c) >= 0;
    }
}
