package dev.aftershock.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files with the value of the header {@code Authorization}. Stateless. */
final class Login {

    private Login() {}

    /** The value; empty when the file cannot be read, or does not hold one line. */
    static Optional<String> read(Path file) {
        try {
            String value = Files.readString(file).strip();
            boolean oneLine = !value.isEmpty() && value.chars().noneMatch(Character::isISOControl);
            return oneLine ? Optional.of(value) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
