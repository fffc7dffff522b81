package dev.aftershock.kubernetes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of those that a selector finds: {@code 2}, {@code 50%} (rounded up), {@code up to 50%} (drawn evenly from 1), or
 * {@code all}.
 */
record Amount(int number, boolean percent, boolean upTo) {

    /** For the settings of faults. */
    static final String FORMS = "a number, a percentage, 'up to' a percentage, or all";

    private static final int ALL_PERCENT = 100;
    private static final Pattern WRITTEN = Pattern.compile("(up to )?(\\d{1,6})(%?)");

    static Amount parse(String setting, String text) {
        return read(text)
                .filter(amount -> amount.number > 0
                        && (!amount.percent || amount.number <= ALL_PERCENT)
                        && (amount.percent || !amount.upTo))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + setting + "' is '" + text + "'; expected " + FORMS + ", such as 1 or 50%"));
    }

    private static Optional<Amount> read(String text) {
        if (text.equals("all")) {
            return Optional.of(new Amount(ALL_PERCENT, true, false));
        }
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new Amount(
                        Integer.parseInt(written.group(2)), !written.group(3).isEmpty(), written.group(1) != null))
                : Optional.empty();
    }

    /**
     * Draws.
     *
     * @param all those there are, in an order that depends on nothing but them
     * @param seed the same seed draws the same
     */
    <T> List<T> drawn(List<T> all, long seed) {
        Random random = new Random(seed);
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        int most = percent ? (all.size() * number + ALL_PERCENT - 1) / ALL_PERCENT : Math.min(number, all.size());
        int wanted = upTo && most > 0 ? 1 + random.nextInt(most) : most;
        return List.copyOf(shuffled.subList(0, wanted));
    }
}
