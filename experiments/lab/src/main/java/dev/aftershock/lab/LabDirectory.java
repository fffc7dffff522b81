package dev.aftershock.lab;

import dev.aftershock.engine.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder of one lab. Its unique name stands in the command line of every process of the lab.
 *
 * @param path the folder
 */
public record LabDirectory(Path path) {

    private static final String MARKER = ".aftershock-lab";
    private static final String OWNER = "owner";
    private static final int NAME_BYTES = 8;

    /**
     * A path that nobody used before, below {@code java.io.tmpdir}; makes nothing.
     *
     * @param prefix what its name begins with, which tells the sort of lab
     */
    public static LabDirectory unused(String prefix) {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        return new LabDirectory(parent.resolve(prefix + HexFormat.of().formatHex(name)));
    }

    /**
     * The folder at a path.
     *
     * @throws LabException for every path that cannot be a lab's of that prefix
     */
    public static LabDirectory named(String prefix, Path path) {
        Path name = path.getFileName();
        if (name == null || !name.toString().matches(prefix + "[0-9a-f]{" + 2 * NAME_BYTES + "}")) {
            throw new LabException(path + " is not a lab: its name must be " + prefix + " and " + 2 * NAME_BYTES
                    + " hexadecimal digits. Nothing was touched");
        }
        return new LabDirectory(path.toAbsolutePath());
    }

    /** Makes it, for ourselves alone. */
    public void make() throws IOException {
        make(new ServerUser(Optional.empty()));
    }

    /** Makes it; when the servers run as another user, that one may enter but not list it. */
    void make(ServerUser user) throws IOException {
        user.requireEntry(path.getParent().toRealPath());
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Properties owner = new Properties();
        owner.setProperty(OWNER, ProcessIdentity.current().toString());
        try (var out = Files.newBufferedWriter(path.resolve(MARKER))) {
            owner.store(out, null);
        }
        if (user.other().isPresent()) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    /** Whether there is a folder, and it is a lab of ours; something else in its place is an error. */
    public boolean exists() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Ourselves.own(path);
        if (!folder || !(Files.isRegularFile(marker(), LinkOption.NOFOLLOW_LINKS) || empty())) {
            throw new LabException(path + " is not a lab of this user: expected a folder of ours with the file "
                    + MARKER + ". Nothing was touched; look at it and remove it by hand");
        }
        return true;
    }

    /** Deletes it with all that is in it; the marker goes last, so that an interrupted deletion can be resumed. */
    public void delete() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry : entries.filter(entry -> !entry.equals(marker())).toList()) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    FileTrees.delete(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return; // somebody else deleted it
        }
        Files.deleteIfExists(marker());
        Files.deleteIfExists(path);
    }

    /** Whether the process that made it still lives; a lab without readable marker has no owner. */
    public boolean ownerLives() {
        Properties owner = new Properties();
        try (var in = Files.newBufferedReader(marker())) {
            owner.load(in);
        } catch (IOException e) {
            return false;
        }
        return Optional.ofNullable(owner.getProperty(OWNER))
                .filter(text -> text.matches("[0-9]{1,18}@[0-9]{1,18}"))
                .flatMap(text -> ProcessIdentity.parse(text).alive())
                .isPresent();
    }

    /** What stands in the command line of its processes. */
    public String mark() {
        return path.getFileName().toString();
    }

    /** A member's own folder. */
    public Path of(String member) {
        return path.resolve(member);
    }

    private Path marker() {
        return path.resolve(MARKER);
    }

    private boolean empty() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }
}
