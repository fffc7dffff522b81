package dev.aftershock.junit;

import dev.aftershock.measurement.Survivor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the records of one ledger, so that they are known again among those of others.
 *
 * @param ledger what each of them begins with; letters, digits and hyphens
 */
record Marks(String ledger) {

    private static final Pattern NUMBERS = Pattern.compile("-(\\d{1,9})-(\\d{1,18})");

    String of(int writer, long seq) {
        return ledger + "-" + writer + "-" + seq;
    }

    /** The record of an id that was found; empty when it is another's. */
    Optional<Survivor> read(String id, int copies) {
        if (!id.startsWith(ledger)) {
            return Optional.empty();
        }
        Matcher numbers = NUMBERS.matcher(id.substring(ledger.length()));
        return numbers.matches()
                ? Optional.of(
                        new Survivor(Integer.parseInt(numbers.group(1)), Long.parseLong(numbers.group(2)), 0, copies))
                : Optional.empty();
    }
}
