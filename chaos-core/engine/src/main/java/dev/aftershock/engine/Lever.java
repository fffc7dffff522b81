package dev.aftershock.engine;

import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A safety lever: while it is engaged, nothing is injected, by runs that share a state directory or by any on this machine. A
 * file, so that it outlives every process; one that cannot be read counts as engaged. Thread-safe.
 */
public final class Lever {

    private static final String FILE = "lever";

    private final StateDirectory state;
    private final Scope scope;

    /** The lever of a state directory. */
    public Lever(StateDirectory state) {
        this(state, Scope.USER);
    }

    /** The lever of a state directory, or of its machine. */
    public Lever(StateDirectory state, Scope scope) {
        this.state = state;
        this.scope = scope;
    }

    /** Whom a lever stops. */
    public enum Scope {
        /** The runs that share a state directory. */
        USER,
        /** Every run on this machine, whoever's it is. */
        MACHINE
    }

    /**
     * Who engaged it.
     *
     * @param since when; empty when the file does not tell
     * @param reason why, on one line; never empty
     */
    public record Engaged(Optional<Instant> since, String reason) {

        @Override
        public String toString() {
            return "engaged" + since.map(at -> " since " + at).orElse("") + ": " + reason;
        }
    }

    /** Whether it is engaged, and why. */
    public Optional<Engaged> engaged() {
        Path file = file();
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException hidden) {
            // Where one may not look, a lever may be engaged.
            return Optional.of(unreadable(hidden));
        }
        try {
            String reason = Files.readString(file, StandardCharsets.UTF_8).strip();
            Instant since = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(
                    new Engaged(Optional.of(since), reason.isEmpty() ? "no reason given" : OneLine.of(reason)));
        } catch (IOException e) {
            return Optional.of(unreadable(e));
        }
    }

    private static Engaged unreadable(IOException e) {
        return new Engaged(Optional.empty(), "it cannot be read: " + OneLine.of(e));
    }

    /**
     * Refuses to go on while a lever is engaged that stops the runs of a state directory.
     *
     * @throws InvalidInputException when one is
     */
    static void refuseAny(StateDirectory state) {
        for (Scope scope : Scope.values()) {
            Lever lever = new Lever(state, scope);
            lever.engaged().ifPresent(engaged -> {
                throw InvalidInputException.of(
                        "the safety lever" + (scope == Scope.MACHINE ? " of this machine" : "") + " is " + engaged,
                        "it to be released: aftershock lever release" + (scope == Scope.MACHINE ? " --machine" : ""));
            });
        }
    }

    /** Whether a lever is engaged that stops the runs of a state directory. */
    static boolean isAnyEngaged(StateDirectory state) {
        return Stream.of(Scope.values())
                .anyMatch(scope -> new Lever(state, scope).engaged().isPresent());
    }

    private void tell(String what, String reason) {
        new AuditLog(state)
                .add(
                        what,
                        Map.of(
                                "reason",
                                OneLine.of(reason),
                                "scope",
                                scope.name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Engages it; a later reason takes the place of an earlier one.
     *
     * @throws UncheckedIOException when that cannot be written
     */
    public void engage(String reason) {
        Path file = file();
        Path draft = file.resolveSibling(FILE + ".draft");
        try {
            makeFolder();
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (scope == Scope.MACHINE) {
                // Explicitly, because the mask of whoever engages it may take from others what they need to see it.
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.writeString(draft, OneLine.of(reason) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            tell("lever-engaged", reason);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot engage the safety lever " + file, e);
        }
    }

    /**
     * Releases it.
     *
     * @return false when it was not engaged
     * @throws UncheckedIOException when it cannot be released
     */
    public boolean release() {
        try {
            boolean released = Files.deleteIfExists(file());
            tell("lever-released", released ? "it was engaged" : "it was not engaged");
            return released;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the safety lever " + file(), e);
        }
    }

    private void makeFolder() throws IOException {
        if (scope == Scope.USER) {
            state.journals();
        } else if (!Files.isDirectory(state.machine())) {
            Files.createDirectories(state.machine());
            Files.setPosixFilePermissions(state.machine(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Path file() {
        return (scope == Scope.MACHINE ? state.machine() : state.root()).resolve(FILE);
    }
}
