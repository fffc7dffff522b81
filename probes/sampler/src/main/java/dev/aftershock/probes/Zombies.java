package dev.aftershock.probes;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells dead processes whose parent has not asked about them yet; Java calls them alive. */
final class Zombies {

    private static final int MOST_BYTES = 4096;

    private Zombies() {}

    /** Whether a process is such a one; never where the system has no {@code /proc}, as in proc(5). */
    static boolean has(long pid) {
        try (FileInputStream stat = new FileInputStream("/proc/" + pid + "/stat")) {
            String text = new String(stat.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            // The name before it may hold anything, parentheses and blanks too.
            int afterName = text.lastIndexOf(')') + 2;
            return afterName < text.length() && "ZXx".indexOf(text.charAt(afterName)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
