package dev.aftershock.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftershock.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A container image made of one static program, or one that was made before, without registry or container engine. Immutable.
 *
 * <p>Archives are in the format of {@code docker save}, which {@code ctr images import} and {@code docker load} read.
 */
public final class ImageArchive {

    /** The image that every node has: busybox, which waits when it is not told what to run. */
    public static final String BUSYBOX = "aftershock/busybox:1";

    private static final long MAX_BYTES = 200_000_000;
    private static final String MANIFEST = "manifest.json";
    private static final int LARGEST_MANIFEST = 1_000_000;
    private static final int HEADER = 4096;
    private static final int EXECUTABLE = 0755;

    private final String name;
    private final Content content;

    private ImageArchive(String name, Content content) {
        this.name = name;
        this.content = content;
    }

    /** What writes the archive. */
    private interface Content {
        void writeTo(Path archive) throws IOException;
    }

    private ImageArchive(String name, byte[] layer, Map<String, Object> start) {
        this(name, archive -> write(archive, name, layer, start));
    }

    /**
     * An image that holds one file at its root.
     *
     * @param name such as {@code aftershock/toxiproxy:2.12.0}
     * @param file a statically linked program of at most 200 MB; it is found under its own name
     * @param arguments what it is started with
     * @throws LabException when the file is none such
     */
    public static ImageArchive ofFile(String name, Path file, String... arguments) throws IOException {
        byte[] program = read(file);
        String path = file.getFileName().toString();
        return new ImageArchive(
                name,
                layer(path, program, List.of()),
                Map.of("Entrypoint", List.of("/" + path), "Cmd", List.of(arguments)));
    }

    /**
     * An image that was made before, such as by {@code .ci/image}; it may hold any number of files and be of any size.
     *
     * @param archive what {@code docker save} or its like wrote; it must stay there until the nodes have it
     * @throws LabException when it is none, or its image has no name
     */
    public static ImageArchive ofArchive(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(MANIFEST)) {
                    return new ImageArchive(
                            firstName(archive, tar.readNBytes(LARGEST_MANIFEST)), to -> Files.copy(archive, to));
                }
            }
        }
        throw new LabException(archive + " holds no " + MANIFEST + "; expected an archive as 'docker save' writes it");
    }

    private static String firstName(Path archive, byte[] manifest) throws IOException {
        String name = new ObjectMapper().readTree(manifest).at("/0/RepoTags/0").asText();
        if (name.isEmpty()) {
            throw new LabException("the image in " + archive + " has no name, by which pods could ask for it");
        }
        return name;
    }

    /** The system's busybox under all its names; a pod's first container, which only waits, is of it, too. */
    static ImageArchive busybox(Host host) throws IOException {
        Path file = Path.of(host.programs().path("busybox"));
        List<String> names = host.run("busybox", "--list")
                .lines()
                .filter(applet -> applet.matches("[a-z0-9_.-]+|\\[\\[?"))
                .toList();
        return new ImageArchive(
                BUSYBOX,
                layer("bin/busybox", read(file), names),
                Map.of("Cmd", List.of("/bin/busybox", "sleep", "2147483647"), "Env", List.of("PATH=/bin")));
    }

    /** The name by which pods ask for it. */
    public String name() {
        return name;
    }

    /** Writes the archive. */
    public void writeTo(Path archive) throws IOException {
        content.writeTo(archive);
    }

    private static void write(Path archive, String name, byte[] layer, Map<String, Object> start) throws IOException {
        ObjectMapper json = new ObjectMapper();
        byte[] config = json.writeValueAsBytes(Map.of(
                "architecture",
                architecture(),
                "os",
                "linux",
                "config",
                start,
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
        byte[] manifest = json.writeValueAsBytes(
                List.of(Map.of("Config", "config.json", "RepoTags", List.of(name), "Layers", List.of("layer.tar"))));
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            put(tar, "config.json", config);
            put(tar, "layer.tar", layer);
            put(tar, MANIFEST, manifest);
        }
    }

    private static byte[] layer(String path, byte[] program, List<String> links) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : List.of("bin/", "tmp/")) {
                TarArchiveEntry entry = new TarArchiveEntry(folder);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            put(tar, path, program);
            for (String link : links) {
                if (!link.equals("busybox")) {
                    TarArchiveEntry entry = new TarArchiveEntry("bin/" + link, TarConstants.LF_SYMLINK);
                    entry.setLinkName("busybox");
                    entry.setModTime(0);
                    tar.putArchiveEntry(entry);
                    tar.closeArchiveEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        entry.setMode(EXECUTABLE);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** An image holds nothing else, so a program that wants a loader would never start. */
    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new LabException(file + " is larger than " + MAX_BYTES + " bytes; expected one program");
        }
        byte[] program = Files.readAllBytes(file);
        String header = new String(program, 0, Math.min(program.length, HEADER), StandardCharsets.ISO_8859_1);
        if (!header.startsWith("\177ELF") || header.contains("/ld-")) {
            throw new LabException(file + " is no statically linked program; for busybox, install busybox-static");
        }
        return program;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
