package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Swap;
import dev.aftershock.guard.TarredFile;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code container-file}: a file in a container holds something else for a while, with the same mode, owner and
 * time, and then again what it held.
 *
 * @param target the container
 * @param path of a file that is there
 * @param content what it holds instead, in UTF-8; either this or {@code from}
 * @param from a file whose bytes it holds instead
 */
public record ContainerFile(
        @Setting("The container whose file is replaced.") @Needs(ContainerTarget.class)
        String target,

        @Setting("A file that is there, by its absolute path in the container, without links.")
        String path,

        @Setting("What it holds instead.") Optional<String> content,

        @Setting(
                "Instead of content: a file whose bytes it holds, by its full path or by the one from where the command runs.")
        Optional<String> from) {

    /**
     * Checks the path, and how much is put there.
     *
     * @throws IllegalArgumentException when there can be no such file
     */
    public ContainerFile {
        FilePath.refuseUnfit(path);
        if (content.isPresent() == from.isPresent()) {
            throw new IllegalArgumentException(
                    (content.isPresent() ? "both 'content' and 'from' are" : "neither 'content' nor 'from' is")
                            + " given; expected one of them");
        }
        content.map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .filter(size -> size > FileAt.MOST_BYTES)
                .ifPresent(size -> {
                    throw new IllegalArgumentException("'content' has " + size + " bytes; expected at most 64 KiB");
                });
    }

    /** What is put there. */
    byte[] bytes() {
        if (content.isPresent()) {
            return content.get().getBytes(StandardCharsets.UTF_8);
        }
        String name = from.orElse("");
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(FileAt.MOST_BYTES + 1);
            if (bytes.length > FileAt.MOST_BYTES) {
                throw InvalidInputException.of("'from' is '" + name + "', which is larger", "at most 64 KiB");
            }
            return bytes;
        } catch (IOException | InvalidPathException e) {
            throw InvalidInputException.of(
                    "'from' is '" + name + "', which cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    "a readable file, by its full path or by the one from where the command runs");
        }
    }

    /** Makes {@code container-file} faults. Thread-safe. */
    public static final class Provider extends ContainerProvider<ContainerFile> {

        private static final String KIND = "container-file";
        private static final String PATH = "path";
        private static final String BEFORE = UndoRecipe.CONTENT + "before";
        private static final String DURING = UndoRecipe.CONTENT + "during";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Replaces what a file in a container holds; healing puts back what it held.";
        }

        @Override
        public Class<ContainerFile> settings() {
            return ContainerFile.class;
        }

        @Override
        String target(ContainerFile settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerFile settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "replace what " + settings.path() + " in the container of " + settings.target() + " holds",
                    "put back what it held",
                    true);
        }

        @Override
        PreparedFault prepare(ContainerFile settings, Subject subject) throws IOException {
            byte[] bytes = settings.bytes();
            FileAt file = new FileAt(subject.docker(), subject.id(), settings.path());
            TarredFile before = FilePath.find(subject, file);
            Swap swap = new Swap(before, before.with(bytes));
            if (swap.isUndone(swap.during())) {
                throw InvalidInputException.of(
                        settings.path() + " of " + subject + " holds that already", "something else to put there");
            }
            UndoRecipe undo = subject.recipe(
                    KIND,
                    Map.of(
                            PATH,
                            settings.path(),
                            BEFORE,
                            before.text(),
                            DURING,
                            swap.during().text()));
            return new PreparedSwap(subject, undo, file, swap);
        }

        private FileAt file(UndoRecipe recipe) {
            return FileAt.of(docker(recipe), recipe, recipe.fact(PATH));
        }

        private static Swap swap(UndoRecipe recipe) {
            return new Swap(TarredFile.of(recipe.fact(BEFORE)), TarredFile.of(recipe.fact(DURING)));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.fact(PATH) + " of " + super.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Swap swap = swap(recipe);
            FileAt file = file(recipe);
            if (file.read().filter(swap::isOurs).isPresent()) {
                file.put(swap.before());
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Optional<InspectContainerResponse> container = look(recipe);
            if (container.isEmpty()) {
                return HealCheck.healed(removed(recipe));
            }
            String called = recipe.fact(PATH) + " of " + recipe.fact(Subject.CALLED);
            Swap swap = swap(recipe);
            Optional<TarredFile> now = file(recipe).read();
            if (now.filter(swap::isOurs).isPresent()) {
                return HealCheck.notHealed(called + " still is what was put there, or the beginning of it");
            }
            return HealCheck.healed(called + " "
                    + now.map(swap::seen)
                            .orElse(
                                    file(recipe).head().isPresent()
                                            ? "was replaced by something else since, which is left as it is"
                                            : "was removed by somebody else since"));
        }
    }
}
