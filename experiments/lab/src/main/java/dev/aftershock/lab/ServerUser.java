package dev.aftershock.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that servers run as: ourselves, or {@code nobody} when we are root, because PostgreSQL refuses root.
 *
 * @param other whom to become; empty to stay who we are
 */
record ServerUser(Optional<Account> other) {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/setpriv"),
            Path.of("/bin/setpriv"),
            Path.of("/usr/sbin/setpriv"),
            Path.of("/usr/local/bin/setpriv"));
    private static final int OVERFLOW_ID = 65534;

    /** The right user for this process. */
    static ServerUser choose() throws IOException {
        if (Ourselves.uid() != 0) {
            return new ServerUser(Optional.empty());
        }
        Path setpriv = PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new LabException("this process is root, PostgreSQL refuses to run as root, and"
                        + " 'setpriv' (package util-linux) was not found in " + PLACES
                        + ". Install it, or run as a normal user"));
        return new ServerUser(Optional.of(nobody(setpriv)));
    }

    /** The command line that runs a program as that user in the very process that is started. */
    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        other.ifPresent(account -> command.addAll(List.of(
                account.setpriv().toString(),
                "--reuid=" + account.uid(),
                "--regid=" + account.gid(),
                "--clear-groups",
                "--")));
        command.addAll(program);
        return command;
    }

    /** Makes that user the owner of a file or folder of ours. */
    void give(Path path) throws IOException {
        if (other.isPresent()) {
            Files.setAttribute(path, "unix:uid", other.get().uid());
        }
    }

    /** Fails early when that user could not enter a folder. */
    void requireEntry(Path folder) throws IOException {
        if (other.isEmpty()) {
            return;
        }
        for (Path each = folder; each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new LabException("this process is root and runs PostgreSQL as 'nobody', who may not enter " + each
                        + ". Set java.io.tmpdir to a folder that others may enter, such as /tmp");
            }
        }
    }

    private static Account nobody(Path setpriv) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals("nobody"))
                    .map(fields -> new Account(setpriv, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .findFirst()
                    .orElse(new Account(setpriv, OVERFLOW_ID, OVERFLOW_ID));
        }
    }

    /**
     * Whom to become, and by which program.
     *
     * @param setpriv replaces itself by the program, so that the process id stays
     * @param uid the numeric user id
     * @param gid the numeric group id
     */
    record Account(Path setpriv, int uid, int gid) {}
}
