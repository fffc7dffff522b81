package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a container keeps files that another container can reach, too.
 *
 * @param type a volume, or a folder of the engine's machine
 * @param source the volume's name, or that folder
 * @param own whether it is known to be a file system of its own, and no folder on the engine's disk
 */
record Kept(MountType type, String source, boolean own) {

    /**
     * What is mounted at a path of a container.
     *
     * @throws InvalidInputException when that is nothing that it may write and others can reach
     */
    static Kept at(String path, Subject subject) throws IOException {
        List<InspectContainerResponse.Mount> mounts =
                Optional.ofNullable(subject.before().getMounts()).orElse(List.of());
        InspectContainerResponse.Mount found = mounts.stream()
                .filter(each -> path.equals(destination(each)))
                .findFirst()
                .orElseThrow(() -> refused(path, subject, "nothing is mounted there", mounts));
        if (!Boolean.TRUE.equals(found.getRW())) {
            throw refused(path, subject, "what is mounted there is read-only", mounts);
        }
        String volume = Optional.ofNullable(found.getName()).orElse("");
        String folder = Optional.ofNullable(found.getSource()).orElse("");
        if (volume.isEmpty() && folder.isEmpty()) {
            throw refused(path, subject, "what is mounted there, such as a tmpfs, is that container's alone", mounts);
        }
        return volume.isEmpty()
                ? new Kept(MountType.BIND, folder, false)
                : new Kept(MountType.VOLUME, volume, isOwn(volume, subject.docker()));
    }

    private static InvalidInputException refused(
            String path, Subject subject, String why, List<InspectContainerResponse.Mount> mounts) {
        String all = mounts.stream().map(Kept::destination).sorted().collect(Collectors.joining(", "));
        return InvalidInputException.of(
                "'mount' is '" + path + "' of " + subject + ", and " + why,
                all.isEmpty() ? "a container with a volume" : "one of its mounts that it may write: " + all);
    }

    private static String destination(InspectContainerResponse.Mount mount) {
        return mount.getDestination() == null ? "" : mount.getDestination().getPath();
    }

    private static boolean isOwn(String volume, Docker docker) throws IOException {
        InspectVolumeResponse seen =
                docker.ask("looking at the volume " + volume, (DockerClient engine) -> engine.inspectVolumeCmd(volume)
                        .exec());
        Map<String, String> options = Optional.ofNullable(seen.getOptions()).orElse(Map.of());
        String type = options.getOrDefault("type", "none");
        boolean bind = List.of(options.getOrDefault("o", "").split(",")).contains("bind");
        return "local".equals(seen.getDriver()) && !type.equals("none") && !bind;
    }

    Mount mounted(String path, boolean readOnly) {
        return new Mount().withType(type).withSource(source).withTarget(path).withReadOnly(readOnly);
    }

    @Override
    public String toString() {
        return (type == MountType.VOLUME ? "volume " : "folder ") + source;
    }
}
