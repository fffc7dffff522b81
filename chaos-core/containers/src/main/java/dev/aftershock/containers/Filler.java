package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container of ours beside another one, which holds space where that one keeps files. The space is the kernel's again when it
 * ends, and its engine then removes it.
 *
 * @param name by which it is found again
 * @param image of Aftershock's command line
 * @param kept where it holds space
 */
record Filler(Docker docker, String name, String image, Kept kept) {

    /** After this it ends by itself: a run and its guard have healed before. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    /** One that only looks is in no journal. */
    private static final Duration LOOKS = Duration.ofMinutes(1);

    private static final String FOLDER = "/held";
    private static final String OWNER = "aftershock.dev/container-fill";
    private static final long OWN_MEMORY = 128 << 20;
    private static final long MOST_PROCESSES = 64;
    private static final int LONGEST_LOG = 4096;
    private static final long LOG_SECONDS = 4;

    /** One that is not there yet. */
    static Filler anew(Docker docker, String image, Kept kept) {
        return new Filler(docker, "aftershock-fill-" + UUID.randomUUID(), image, kept);
    }

    /**
     * Refuses an image that the engine does not have: nothing is fetched in the middle of an experiment.
     *
     * @throws InvalidInputException when it has none of that name
     */
    void refuseWithoutImage() throws IOException {
        boolean there = docker.ask("looking for the image " + image, engine -> {
            try {
                engine.inspectImageCmd(image).exec();
                return true;
            } catch (NotFoundException missing) {
                return false;
            }
        });
        if (!there) {
            throw InvalidInputException.of(
                    "'image' is '" + image + "', which the engine at " + docker.address() + " does not have",
                    "Aftershock's own image, brought there before by 'docker load' or 'docker pull'");
        }
    }

    /**
     * Starts it.
     *
     * @param bytes what it holds; 0 when it only looks
     * @param memory whether what it holds is memory
     */
    void start(long bytes, boolean memory) throws IOException {
        docker.change("making the container " + name, engine -> command(engine, bytes, memory)
                .exec());
        docker.change("starting the container " + name, engine -> engine.startContainerCmd(name)
                .exec());
    }

    private CreateContainerCmd command(DockerClient engine, long bytes, boolean memory) {
        long most = OWN_MEMORY + (memory ? bytes : 0);
        return engine.createContainerCmd(image)
                .withName(name)
                .withLabels(Map.of(OWNER, name, Subject.PROTECT, "true"))
                .withCmd(
                        "fill",
                        FOLDER,
                        "--bytes=" + bytes,
                        "--lasts=" + (bytes == 0 ? LOOKS : LONGEST).toSeconds() + "s")
                .withEnv("JAVA_TOOL_OPTIONS=-Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                // Volumes often belong to the first user alone.
                .withUser("0:0")
                .withHostConfig(HostConfig.newHostConfig()
                        .withAutoRemove(true)
                        .withNetworkMode("none")
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withCapAdd(Capability.DAC_OVERRIDE)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withPidsLimit(MOST_PROCESSES)
                        .withMemory(most)
                        .withMemorySwap(most)
                        .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE))
                        .withMounts(List.of(kept.mounted(FOLDER, bytes == 0))));
    }

    boolean isThere() throws IOException {
        return docker.look(name).isPresent();
    }

    /** A line that it has written, if it did; nothing when it is gone. */
    Optional<Matcher> said(Pattern line) throws IOException {
        Matcher found = line.matcher(log());
        return found.find() ? Optional.of(found) : Optional.empty();
    }

    private String log() throws IOException {
        return docker.ask("reading what the container " + name + " has written", engine -> {
            try (Said said = engine.logContainerCmd(name).withStdOut(true).exec(new Said())) {
                return said.awaitCompletion(LOG_SECONDS, TimeUnit.SECONDS) ? said.text() : "";
            } catch (NotFoundException gone) {
                return "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static final class Said extends ResultCallback.Adapter<Frame> {

        private final StringBuffer text = new StringBuffer();

        @Override
        public void onNext(Frame frame) {
            if (text.length() < LONGEST_LOG) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        }

        String text() {
            return text.toString();
        }
    }

    /** Ends and removes it; harmless when it is gone. */
    static void remove(Docker docker, String name) throws IOException {
        docker.change("removing the container " + name, engine -> {
            try {
                engine.removeContainerCmd(name).withForce(true).exec();
            } catch (NotFoundException | ConflictException gone) {
                // It ended by itself, and its engine removes it.
            }
        });
    }
}
