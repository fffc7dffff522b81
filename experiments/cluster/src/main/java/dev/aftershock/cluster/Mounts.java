package dev.aftershock.cluster;

import dev.aftershock.lab.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What is mounted in a folder and below. */
record Mounts(Path folder) {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int POINT = 4;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The places, in the reverse order of mounting. */
    List<Path> present() throws IOException {
        if (!Files.isReadable(TABLE)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(TABLE)) {
            List<Path> found = new ArrayList<>(lines.map(line -> line.split(" "))
                    .filter(fields -> fields.length > POINT)
                    .map(fields -> Path.of(unescaped(fields[POINT])))
                    .filter(place -> place.startsWith(folder))
                    .toList());
            Collections.reverse(found);
            return found;
        }
    }

    /** Takes all of them away; what is still busy is tried again for ten seconds. */
    void remove(Host host, Poll poll) throws IOException {
        List<Path> left = present();
        if (left.isEmpty()) {
            return;
        }
        poll.until(() -> removed(host), LIMIT, () -> "something stays mounted in " + folder + ". Unmount it by hand");
    }

    private boolean removed(Host host) {
        try {
            List<String> places = present().stream().map(Path::toString).toList();
            if (!places.isEmpty()) {
                host.run("umount", places.toArray(String[]::new));
            }
            return present().isEmpty();
        } catch (IOException | dev.aftershock.lab.LabException e) {
            return ControlPlane.pause();
        }
    }

    /** The kernel writes a blank as {@code \040} and a backslash as {@code \134}. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ").replace("\\134", "\\");
    }
}
