package dev.aftershock.junit;

import dev.aftershock.parts.InvalidInputException;

/** A text {@code KEY=VALUE}, taken apart. */
record KeyValue(String key, String value) {

    /**
     * Takes one apart.
     *
     * @throws InvalidInputException when it is none
     */
    static KeyValue of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw InvalidInputException.of("the text '" + text + "'", "KEY=VALUE");
        }
        return new KeyValue(text.substring(0, equals), text.substring(equals + 1));
    }
}
