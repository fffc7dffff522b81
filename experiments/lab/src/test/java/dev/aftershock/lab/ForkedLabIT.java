package dev.aftershock.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Labs in other JVMs: one that is killed, and one of a normal user. */
class ForkedLabIT {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @Test
    void whatAKilledJvmLeavesIsRemovedFromOutside() throws IOException, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (ForkedLab lab = new ForkedLab(List.of(), CLASS_PATH, temporary)) {
            Path directory = Path.of(lab.line());
            assertThat(LabLeftovers.abandoned()).doesNotContain(directory);

            lab.process().destroyForcibly();
            assertThat(lab.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(OwnedProcesses.POSTGRES.of(directory.getFileName().toString()))
                    .hasSizeGreaterThan(2);
            assertThat(LabLeftovers.abandoned()).contains(directory);

            LabLeftovers.Removal removal = LabLeftovers.remove(directory);

            assertThat(removal.deleted()).isTrue();
            assertThat(removal.ended()).hasSizeGreaterThan(2);
            assertThat(LabLeftovers.gone(directory)).isTrue();
            assertThat(LabLeftovers.remove(directory)).isEqualTo(new LabLeftovers.Removal(List.of(), false));
        }
    }

    @Test
    void aNormalUserCanRunALab() throws IOException {
        Assumptions.assumeTrue(
                Ourselves.uid() == 0, "only root can become another user; every other test does it here");
        ServerUser nobody = ServerUser.choose();
        Path temporary = Files.createTempDirectory("aftershock-user-");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ForkedLab lab = new ForkedLab(nobody.command(List.of()), readableClassPath(temporary), home(temporary))) {
            Path directory = Path.of(lab.line());
            assertThat(LabLeftovers.gone(directory)).isFalse();

            lab.failOver();
            assertThat(lab.line()).isEqualTo("primary is b");
            lab.endInput();
            assertThat(lab.line()).isEqualTo("closed");

            assertThat(LabLeftovers.gone(directory)).isTrue();
        } finally {
            FileTrees.delete(temporary);
        }
    }

    private static Path home(Path temporary) throws IOException {
        Path home = Files.createDirectory(temporary.resolve("home"));
        ServerUser.choose().give(home);
        return home;
    }

    /** Copies the class path to where another user may read it. */
    private static String readableClassPath(Path temporary) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : CLASS_PATH.split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path copy = temporary.resolve(copies.size() + "-" + source.getFileName());
                copyTree(source, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path source, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(source.relativize(file).toString());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                boolean folder = Files.isDirectory(target);
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(folder ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
