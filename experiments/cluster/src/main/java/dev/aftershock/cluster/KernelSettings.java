package dev.aftershock.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The settings of this host's kernel that a cluster's nodes change; written down before, and set back afterwards. */
final class KernelSettings {

    private static final Path ROOT = Path.of("/proc/sys");
    private static final String FORWARD = "net/ipv4/ip_forward";
    private static final String BRIDGED = "net/bridge/bridge-nf-call-iptables";
    private static final List<String> CHANGED = List.of(
            FORWARD,
            BRIDGED,
            "net/ipv4/conf/all/route_localnet",
            "vm/overcommit_memory",
            "vm/panic_on_oom",
            "kernel/panic",
            "kernel/panic_on_oops",
            "kernel/keys/root_maxkeys",
            "kernel/keys/root_maxbytes");

    private static final int MAX_LETTERS = 4096;

    private KernelSettings() {}

    /** Writes them down in a file. */
    static void save(Path file) throws IOException {
        Properties saved = new Properties();
        for (String name : CHANGED) {
            if (Files.isReadable(ROOT.resolve(name))) {
                saved.setProperty(name, read(name));
            }
        }
        try (Writer out = Files.newBufferedWriter(file)) {
            saved.store(out, null);
        }
    }

    /** Lets this host forward packets between pods, and lets packet rules see those that stay on one bridge. */
    static void letPodsPass() throws IOException {
        write(FORWARD, "1");
        if (Files.isWritable(ROOT.resolve(BRIDGED))) {
            write(BRIDGED, "1");
        }
    }

    /** Sets back what differs from a file of {@link #save}. */
    static void restore(Path file) throws IOException {
        Properties saved = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            saved.load(in);
        }
        for (String name : CHANGED) {
            String value = saved.getProperty(name);
            if (value != null && !value.equals(read(name))) {
                write(name, value);
            }
        }
    }

    /** In one piece: the kernel tells nothing more after a first read, and a file without a size is read byte by byte. */
    static String read(String name) throws IOException {
        try (InputStream in = Files.newInputStream(ROOT.resolve(name))) {
            return new String(in.readNBytes(MAX_LETTERS), StandardCharsets.US_ASCII).strip();
        }
    }

    private static void write(String name, String value) throws IOException {
        Files.writeString(ROOT.resolve(name), value);
    }
}
