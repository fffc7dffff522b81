package dev.aftershock.cluster;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of the same name in every hierarchy of control groups of version 1, for all that runs in a lab or on a node.
 *
 * @param name {@code lab} or {@code lab/node}
 */
record Cgroups(String name) {

    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    /** Where version 2 is mounted beside version 1, containers are listed there, too. */
    private static final String ANY = "cgroup2?";

    /** Makes the folders. A group whose processors are not said refuses every process. */
    void make() throws IOException {
        for (Path hierarchy : hierarchies("cgroup")) {
            Path folder = hierarchy;
            for (Path part : Path.of(name)) {
                Path parent = folder;
                folder = parent.resolve(part);
                if (!Files.isDirectory(folder)) {
                    Files.createDirectory(folder);
                }
                for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                    if (Files.exists(folder.resolve(file))) {
                        Files.writeString(
                                folder.resolve(file),
                                Files.readString(parent.resolve(file)).strip());
                    }
                }
            }
        }
    }

    /** The processes in it and below. */
    Set<Long> processes() throws IOException {
        Set<Long> found = new TreeSet<>();
        for (Path folder : folders()) {
            try (Stream<String> lines = Files.lines(folder.resolve("cgroup.procs"))) {
                found.addAll(lines.filter(line -> line.matches("[0-9]{1,18}"))
                        .map(Long::valueOf)
                        .collect(Collectors.toSet()));
            } catch (NoSuchFileException e) {
                // removed meanwhile
            } catch (FileSystemException | java.io.UncheckedIOException e) {
                // a group that was removed between opening and reading
            }
        }
        return found;
    }

    /** Whether any of its folders is there. */
    boolean exist() throws IOException {
        return hierarchies(ANY).stream().anyMatch(hierarchy -> Files.isDirectory(hierarchy.resolve(name)));
    }

    /** Removes the folders, deepest first, and says whether all are gone; a process in one keeps it for a while. */
    boolean remove() throws IOException {
        List<Path> folders = new ArrayList<>(folders());
        folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path folder : folders) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                // tried again
            } catch (FileSystemException e) {
                // busy: its last process has not been reaped yet
            }
        }
        return !exist();
    }

    private List<Path> folders() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path hierarchy : hierarchies(ANY)) {
            Path top = hierarchy.resolve(name);
            if (Files.isDirectory(top)) {
                try (Stream<Path> below = Files.walk(top)) {
                    below.filter(Files::isDirectory).forEach(found::add);
                } catch (java.io.UncheckedIOException e) {
                    found.add(top); // one vanished during the walk; whoever needs all looks again
                }
            }
        }
        return found;
    }

    private static List<Path> hierarchies(String sort) throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MOUNTS)) {
            return lines.map(line -> line.split(" "))
                    .filter(fields -> fields.length > 2 && fields[2].matches(sort))
                    .map(fields -> Path.of(fields[1]))
                    .toList();
        }
    }
}
