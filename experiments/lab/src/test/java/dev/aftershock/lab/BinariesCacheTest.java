package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesCacheTest {

    private static final int EXTRACTORS = 8;

    @TempDir
    Path parent;

    private final AtomicInteger opened = new AtomicInteger();
    private BinariesCache cache = new BinariesCache(Path.of(""), "");

    @BeforeEach
    void make() {
        cache = new BinariesCache(parent, "programs");
    }

    @Test
    void theArchiveIsUnpackedOnce() throws IOException {
        Path first = cache.folder(this::archive);
        Path second = cache.folder(this::archive);

        assertThat(second).isEqualTo(first).isDirectoryContaining("glob:**/bin");
        assertThat(opened).hasValue(1);
    }

    @Test
    void manyExtractorsAtOnceLeaveOneCompleteFolder() throws InterruptedException, ExecutionException, IOException {
        ExecutorService pool = Executors.newFixedThreadPool(EXTRACTORS);
        try {
            Callable<Path> extract = () -> cache.folder(this::archive);
            List<Callable<Path>> tasks =
                    IntStream.range(0, EXTRACTORS).mapToObj(i -> extract).toList();
            for (Future<Path> result : pool.invokeAll(tasks)) {
                assertThat(result.get().resolve("bin/postgres")).hasContent("server");
            }
        } finally {
            pool.shutdownNow();
        }
        try (var left = Files.list(parent)) {
            assertThat(left).containsExactly(parent.resolve("programs"));
        }
    }

    @Test
    void aFolderThatLostAFileIsReplaced() throws IOException {
        Path folder = cache.folder(this::archive);
        Files.delete(folder.resolve("bin/postgres"));

        assertThat(cache.folder(this::archive).resolve("bin/postgres")).hasContent("server");
    }

    @Test
    void aFolderThatOthersMayWriteIsNotTrusted() throws IOException {
        Path folder = cache.folder(this::archive);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> cache.folder(this::archive))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("only this user");
    }

    @Test
    void aLinkIsNotTrusted() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createSymbolicLink(parent.resolve("programs"), elsewhere);

        assertThatThrownBy(() -> cache.folder(this::archive))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("only this user");
    }

    private InputStream archive() {
        opened.incrementAndGet();
        try {
            return new Archives()
                    .file("bin/postgres", 0755, "server")
                    .file("share/text", 0644, "text")
                    .open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
