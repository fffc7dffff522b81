package dev.aftershock.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the machine's current boot, so that a process of an earlier boot is known to be dead. */
public final class BootId {

    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** The boot's id, or an empty text where the system tells none. */
    public static String current() {
        try {
            return Files.isReadable(LINUX) ? Files.readString(LINUX).trim() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
