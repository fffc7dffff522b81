package dev.aftershock.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** On which ports this very process listens, where the system tells, as Linux does. Stateless. */
final class OwnPorts {

    private static final Path SELF = Path.of("/proc/self");
    private static final String LISTENING = "0A";

    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private OwnPorts() {}

    /** Whether one of them is the given one; false where the system does not tell. */
    static boolean include(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (Files.isReadable(SELF.resolve(table))) {
                sockets.addAll(listening(Files.readAllLines(SELF.resolve(table)), port));
            }
        }
        if (sockets.isEmpty()) {
            return false;
        }
        try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
            return open.anyMatch(file -> sockets.contains(leadsTo(file)));
        }
    }

    /** The sockets of any process that listen on a port, as open files of their process show them. */
    private static List<String> listening(List<String> table, int port) {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        return table.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns ->
                        columns.length > INODE && columns[STATE].equals(LISTENING) && columns[ADDRESS].endsWith(ending))
                .map(columns -> "socket:[" + columns[INODE] + "]")
                .toList();
    }

    private static String leadsTo(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
