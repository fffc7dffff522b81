package dev.aftershock.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Notes the digest of every file of a record when it is complete, so that a damaged record is never judged.
 *
 * @param files what was sealed, and is as it was
 */
record RecordSeal(Set<Path> files) {

    /** In the form of {@code sha256sum}, which can check it too. */
    static final String FILE = "SHA256SUMS";

    private static final String REMEDY = "; no verdict is given on it: restore the folder from a copy, or run again";

    /** Seals these files of the folder. */
    static void write(Path directory, List<Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(digest(file))
                    .append("  ")
                    .append(name(directory, file))
                    .append('\n');
        }
        Files.writeString(directory.resolve(FILE), lines);
    }

    /**
     * Checks every sealed file.
     *
     * @throws IOException naming the first file that is missing or is not what was sealed
     */
    static RecordSeal check(Path directory) throws IOException {
        Path seal = directory.resolve(FILE);
        if (!Files.isRegularFile(seal, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " holds no " + FILE + ": its run did not finish recording" + REMEDY);
        }
        Path here = directory.toRealPath();
        Set<Path> files = new HashSet<>();
        List<String> lines = Files.readAllLines(seal);
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).split("  ", 2);
            if (words.length != 2 || words[1].indexOf('\0') >= 0) {
                throw new IOException(seal + ":" + (i + 1) + ": expected a digest and a file's name" + REMEDY);
            }
            Path file = directory.resolve(words[1]);
            check(directory, here, file);
            if (!digest(file).equals(words[0])) {
                throw new IOException(file + " (" + Files.size(file)
                        + " bytes) is not what was recorded: its digest differs from line " + (i + 1) + " of " + FILE
                        + REMEDY);
            }
            files.add(file);
        }
        return new RecordSeal(files);
    }

    /** A record that somebody else made must not have other files of its reader read, nor a pipe that never ends. */
    private static void check(Path directory, Path here, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is missing from the record" + REMEDY);
        }
        if (!file.toRealPath().equals(here.resolve(directory.relativize(file)))) {
            throw new IOException(file + " is no file of the record's own: it leads elsewhere" + REMEDY);
        }
    }

    /**
     * The file, which was sealed.
     *
     * @throws IOException when it was not: a line that is taken out of the seal must not free its file
     */
    Path of(Path file) throws IOException {
        if (!files.contains(file)) {
            throw new IOException(file + " is not named in " + FILE + REMEDY);
        }
        return file;
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var in = Files.newInputStream(file)) {
                byte[] buffer = new byte[64 * 1024];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    digest.update(buffer, 0, count);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
