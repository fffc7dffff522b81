package dev.aftershock.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies the data of a running server the way PostgreSQL documents for low-level base backups. */
final class BaseCopy extends SimpleFileVisitor<Path> {

    /** Folders whose content belongs to the running server; the log of changes is streamed instead. */
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_dynshmem",
            "pg_notify",
            "pg_replslot",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> OMITTED =
            Set.of("postmaster.pid", "postmaster.opts", "postgresql.auto.conf", "backup_label", "standby.signal");
    private static final Path CONTROL = Path.of("global", "pg_control");

    private final Path from;
    private final Path to;
    private final ServerUser user;

    private BaseCopy(Path from, Path to, ServerUser user) {
        this.from = from;
        this.to = to;
        this.user = user;
    }

    /** Fills an empty data directory with a consistent copy; the source goes on working. */
    static void make(Connection source, Path from, NodeFiles target) throws SQLException, IOException {
        BaseCopy copy = new BaseCopy(from, target.data(), target.user());
        Sql.ask(source, "SELECT pg_backup_start('aftershock-lab', fast => true)");
        Files.walkFileTree(from, copy);
        copy.take(from.resolve(CONTROL));
        String label = Sql.ask(source, "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)");
        target.write(target.data().resolve("backup_label"), label);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Path relative = from.relativize(folder);
        if (folder.equals(from)) {
            return FileVisitResult.CONTINUE;
        }
        if (folder.getFileName().toString().startsWith("pgsql_tmp")) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        user.give(Files.createDirectory(to.resolve(relative)));
        return EMPTY.contains(relative.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Path relative = from.relativize(file);
        if (!OMITTED.contains(relative.toString()) && !relative.equals(CONTROL)) {
            take(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return forgive(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
        return failure == null ? FileVisitResult.CONTINUE : forgive(failure);
    }

    /** A running server removes files; the log of changes tells the copy about it. */
    private static FileVisitResult forgive(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private void take(Path file) throws IOException {
        Path copy = to.resolve(from.relativize(file));
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            user.give(copy);
        } catch (NoSuchFileException e) {
            forgive(e);
        }
    }
}
