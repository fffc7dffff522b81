package dev.aftershock.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The PostgreSQL programs of this machine's platform, unpacked from the class path once and shared by later runs.
 *
 * @param root the folder that holds {@code bin}, {@code lib} and {@code share}
 */
public record PostgresBinaries(Path root) {

    private static final int HASH_CHARACTERS = 16;

    /**
     * Finds the archive for this platform on the class path and unpacks it below {@code java.io.tmpdir}, unless that
     * was done before by the same user. Safe when several processes do so at once. Takes a second the first time.
     *
     * @throws LabException when the platform is unsupported, the archive is missing, or the folder cannot be trusted
     */
    public static PostgresBinaries locate() {
        Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            String name = "aftershock-postgres-" + hash(platform) + "-" + Ourselves.uid();
            return new PostgresBinaries(new BinariesCache(parent.toRealPath(), name).folder(() -> open(platform)));
        } catch (IOException e) {
            throw new LabException(
                    "the PostgreSQL binaries could not be unpacked below " + parent + ": " + e
                            + ". Check its free space and rights, or set java.io.tmpdir to another folder",
                    e);
        }
    }

    /** The full path of a program: {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    public Path program(String name) {
        return root.resolve("bin").resolve(name);
    }

    private static String hash(Platform platform) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(open(platform), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static InputStream open(Platform platform) {
        InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + platform.archive());
        if (archive == null) {
            throw new LabException("'" + platform.archive() + "' is not on the class path; add the dependency"
                    + " io.zonky.test.postgres:" + platform.artifact() + ", or give the JDBC addresses of a database"
                    + " that you run under 'targets:' instead of a 'lab:'");
        }
        return archive;
    }
}
