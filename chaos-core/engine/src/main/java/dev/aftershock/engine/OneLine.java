package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import dev.aftershock.parts.Unprintable;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Makes one line of text fit for a record and a terminal: no control characters, a bounded length. */
final class OneLine {

    private static final int LONGEST = 300;

    private static final Pattern UNPRINTABLE = Pattern.compile("[" + Unprintable.CHARACTERS + "]+");

    private OneLine() {}

    /** What failed and why, with the name of its class where that says more than that something was unchecked. */
    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException io) {
            String why = of(io.getCause());
            return of(io.getCause().toString().equals(io.getMessage()) ? why : io.getMessage() + ": " + why);
        }
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return of(message == null || message.isBlank() ? name : name + ": " + message);
    }

    static String of(String text) {
        String clean = plain(text).strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    /** The same at any length, without what looks like a secret. */
    static String shown(String text) {
        return plain(Mask.ofShapes().of(text));
    }

    /** The same at any length: neither sequences that steer a terminal, nor line ends, nor marks that turn text around. */
    static String plain(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }
}
