package dev.aftershock.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder that is either complete or absent: unpacked beside its place and renamed into it.
 *
 * @param parent the folder that holds it
 * @param name its name, which tells its content
 */
record BinariesCache(Path parent, String name) {

    private static final String TALLY = ".tally";

    /** The complete folder; unpacks the archive when there is none or something swept away a part of it. */
    Path folder(Supplier<InputStream> archive) throws IOException {
        Path place = parent.resolve(name);
        if (complete(place)) {
            return place;
        }
        Path fresh = unpack(archive);
        try {
            setAside(place);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Somebody else was faster, or it cannot be done: the check below tells which.
            FileTrees.delete(fresh);
            if (!complete(place)) {
                throw e;
            }
        }
        return place;
    }

    private Path unpack(Supplier<InputStream> archive) throws IOException {
        Path fresh = Files.createTempDirectory(parent, name + ".new-");
        try (InputStream in = archive.get()) {
            TxzArchive.Tally tally = TxzArchive.extract(in, fresh);
            Files.writeString(fresh.resolve(TALLY), tally.toString());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            return fresh;
        } catch (IOException | RuntimeException e) {
            FileTrees.delete(fresh);
            throw e;
        }
    }

    /** Moves an incomplete folder out of the way, then deletes it. */
    private void setAside(Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !complete(place)) {
            Path aside = Files.createTempDirectory(parent, name + ".old-");
            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
            FileTrees.delete(aside);
        }
    }

    private static boolean complete(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        trust(place);
        Path tally = place.resolve(TALLY);
        return Files.isRegularFile(tally, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(tally).equals(count(place).toString());
    }

    /** A shared temporary folder may hold a trap: take only a real folder of ours that nobody else may write. */
    private static void trust(Path place) throws IOException {
        boolean ours = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                && Ourselves.own(place)
                && !PosixFilePermissions.toString(Files.getPosixFilePermissions(place, LinkOption.NOFOLLOW_LINKS))
                        .matches(".{4}w.*|.{7}w.*");
        if (!ours) {
            throw new LabException(place + " is not a folder that only this user may write, so the programs in it are"
                    + " not started. Remove it, or set java.io.tmpdir to a folder of your own");
        }
    }

    private static TxzArchive.Tally count(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            List<Path> files = all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.endsWith(TALLY))
                    .toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new TxzArchive.Tally(files.size(), bytes);
        }
    }
}
