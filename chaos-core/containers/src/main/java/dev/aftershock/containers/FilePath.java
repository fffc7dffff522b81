package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.aftershock.guard.TarHead;
import dev.aftershock.guard.TarredFile;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which paths of a container lead to a file that can be replaced, and restored exactly. */
final class FilePath {

    private static final Pattern ABSOLUTE = Pattern.compile("(?:/(?!\\.\\.?(?:/|$))[^/\\p{Cntrl}]{1,255}){1,32}");
    private static final List<String> KERNELS = List.of("/proc", "/sys", "/dev");
    private static final Set<String> ENGINES = Set.of("/etc/hosts", "/etc/resolv.conf", "/etc/hostname");
    private static final int KIBIBYTE = 1024;

    private final Subject subject;
    private final FileAt file;

    private FilePath(Subject subject, FileAt file) {
        this.subject = subject;
        this.file = file;
    }

    /**
     * Refuses what no container has a file at that could be replaced.
     *
     * @throws IllegalArgumentException when it is such a path
     */
    static void refuseUnfit(String path) {
        if (!ABSOLUTE.matcher(path).matches()) {
            throw new IllegalArgumentException("'path' is '" + path
                    + "'; expected an absolute path of at most 32 names, without . and .., such as /etc/app.conf");
        }
        if (KERNELS.stream().anyMatch(kernels -> isIn(path, kernels))) {
            throw new IllegalArgumentException(
                    "'path' is '" + path + "', which is the kernel's; expected a file outside of /proc, /sys and /dev");
        }
        if (ENGINES.contains(path)) {
            throw new IllegalArgumentException(
                    "'path' is '" + path + "', which the engine mounts there itself; expected another file");
        }
    }

    private static boolean isIn(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    /**
     * The file there, as it is.
     *
     * @throws InvalidInputException when there is none that can be replaced
     */
    static TarredFile find(Subject subject, FileAt file) throws IOException {
        FilePath found = new FilePath(subject, file);
        found.refuseMounts();
        found.refuseWay();
        return file.read().orElseThrow(() -> found.refused("which was changed just now", "a file that stays"));
    }

    private InvalidInputException refused(String why, String expected) {
        return InvalidInputException.of("'path' is '" + file.path() + "' of " + subject + ", " + why, expected);
    }

    private void refuseMounts() {
        HostConfig host = subject.before().getHostConfig();
        for (String folder : memories(host)) {
            if (isIn(file.path(), folder)) {
                throw refused("in the tmpfs at " + folder + ", into which engines do not look", "a file outside of it");
            }
        }
        Optional<InspectContainerResponse.Mount> mount = innermost();
        String at = mount.map(FilePath::destination).orElse("/");
        if (at.equals(file.path())) {
            throw refused("where something is mounted, which an engine cannot replace", "a file that is no mount");
        }
        if (mount.isPresent() && !Boolean.TRUE.equals(mount.get().getRW())) {
            throw refused("in what is mounted read-only at " + at, "a file that can be written");
        }
        if (mount.isEmpty() && Boolean.TRUE.equals(host.getReadonlyRootfs())) {
            throw refused("whose root is read-only", "a file in one of its mounts that can be written");
        }
    }

    private Optional<InspectContainerResponse.Mount> innermost() {
        return Optional.ofNullable(subject.before().getMounts()).orElse(List.of()).stream()
                .filter(each -> isIn(file.path(), destination(each)))
                .max(Comparator.comparingInt(each -> destination(each).length()));
    }

    private static String destination(InspectContainerResponse.Mount mount) {
        return mount.getDestination() == null ? "" : mount.getDestination().getPath();
    }

    private static Set<String> memories(HostConfig host) {
        Set<String> folders = new HashSet<>();
        Optional.ofNullable(host.getTmpFs()).ifPresent(given -> folders.addAll(given.keySet()));
        Optional.ofNullable(host.getMounts()).orElse(List.of()).stream()
                .filter(mount -> mount.getType() == MountType.TMPFS)
                .map(Mount::getTarget)
                .forEach(folders::add);
        return folders;
    }

    /** A link on the way would lead somewhere else than what is mounted tells. */
    private void refuseWay() throws IOException {
        String path = file.path();
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            FileAt on = new FileAt(file.docker(), file.id(), path.substring(0, end));
            TarHead head = head(on);
            if (!head.isFolder()) {
                throw refused("and " + on.path() + " is no folder", "folders on the way to a file");
            }
        }
        TarHead head = head(file);
        if (!head.isFile()) {
            throw refused(
                    head.isFolder() ? "which is a folder" : "which is neither a file nor a folder", "a regular file");
        }
        if (head.size() > FileAt.MOST_BYTES) {
            throw refused("which has " + head.size() + " bytes", "at most " + FileAt.MOST_BYTES / KIBIBYTE + " KiB");
        }
    }

    private TarHead head(FileAt on) throws IOException {
        TarHead head = on.head()
                .orElseThrow(() ->
                        refused(on.equals(file) ? "where nothing is" : "and there is no " + on.path(), "a file there"));
        if (head.isLink()) {
            throw refused(
                    "and " + on.path() + " is a link to " + head.link(), "the path of the file itself, without links");
        }
        return head;
    }
}
