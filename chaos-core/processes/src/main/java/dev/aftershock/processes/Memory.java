package dev.aftershock.processes;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** What the system tells about memory, in MiB. */
final class Memory {

    private static final int MOST_BYTES = 8_192;
    private static final int KIBIBYTES = 1_024;

    private Memory() {}

    /** What programs may still take of this machine's; nothing where the system does not tell. */
    static OptionalLong available() {
        return read("/proc/meminfo", "MemAvailable:");
    }

    /**
     * What a process holds of it.
     *
     * @throws IOException when the system does not tell
     */
    static long resident(long pid) throws IOException {
        OptionalLong told = read("/proc/" + pid + "/status", "VmRSS:");
        return told.isPresent() ? told.getAsLong() : residentFromPs(pid);
    }

    private static long residentFromPs(long pid) throws IOException {
        Tool.Result result = Tool.named("ps").run("-o", "rss=", "-p", Long.toString(pid));
        if (!result.output().matches("\\d{1,15}")) {
            throw new IOException("the system does not tell what process " + pid + " holds of the memory");
        }
        return Long.parseLong(result.output()) / KIBIBYTES;
    }

    private static OptionalLong read(String file, String key) {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES)
                    .findFirst();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }
}
