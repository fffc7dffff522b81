package dev.aftershock.lab;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz} of plain files, folders and symbolic links, and lets no entry leave the destination. */
final class TxzArchive {

    private static final int EXECUTABLE_BITS = 0111;

    private final Path root;
    private final Map<Path, Path> links = new LinkedHashMap<>();
    private long bytes;
    private int files;

    private TxzArchive(Path root) {
        this.root = root;
    }

    /** Unpacks into an existing empty folder; everybody may read the result. */
    static Tally extract(InputStream archive, Path root) throws IOException {
        TxzArchive extraction = new TxzArchive(root.toAbsolutePath().normalize());
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                extraction.place(tar, entry);
                entry = tar.getNextEntry();
            }
        }
        // Links come last, so that no entry can be written through one.
        for (Map.Entry<Path, Path> link : extraction.links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), link.getValue());
        }
        return new Tally(extraction.files, extraction.bytes);
    }

    private void place(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Path target = inside(root.resolve(entry.getName()), entry.getName());
        if (entry.isDirectory()) {
            folder(target);
        } else if (entry.isSymbolicLink()) {
            folder(target.getParent());
            Path to = Path.of(entry.getLinkName());
            inside(target.resolveSibling(to), entry.getName() + " -> " + to);
            links.put(target, to);
        } else if (entry.isFile() && !entry.isLink()) {
            folder(target.getParent());
            bytes += Files.copy(tar, target);
            files++;
            boolean executable = (entry.getMode() & EXECUTABLE_BITS) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        } else {
            throw new IOException("the archive holds '" + entry.getName()
                    + "', which is neither a file nor a folder nor a symbolic link; it is not the expected archive");
        }
    }

    private Path inside(Path path, String entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw new IOException("the archive's entry '" + entry + "' leads outside the folder it is unpacked to");
        }
        return normal;
    }

    private void folder(Path folder) throws IOException {
        if (!folder.startsWith(root) || Files.isDirectory(folder)) {
            return;
        }
        folder(folder.getParent());
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /**
     * How much was unpacked.
     *
     * @param files the number of plain files
     * @param bytes their size together, in bytes
     */
    record Tally(int files, long bytes) {}
}
