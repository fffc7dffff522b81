package dev.aftershock.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code container-limit}: a container gets less of the machine for a while. Memory is only taken from one that
 * has a limit of it, because engines refuse to take such a limit away again.
 *
 * @param target the container
 * @param cpus how many processors, 0.01 or more
 * @param memory how many MiB, 6 or more; what it holds beyond that is taken from it, or its processes are killed
 */
public record ContainerLimit(
        @Setting("The container to squeeze.") @Needs(ContainerTarget.class)
        String target,

        @Setting("How many processors it gets, such as 0.1.")
        Optional<Double> cpus,

        @Setting("How many MiB of memory it gets, without swap beyond them; what does not fit may be killed.")
        Optional<Integer> memory) {

    private static final double FEWEST_CPUS = 0.01;
    private static final int LEAST_MEBIBYTES = 6;
    private static final int MOST_MEBIBYTES = 1 << 20;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when nothing is limited, or by what no engine takes
     */
    public ContainerLimit {
        if (cpus.isEmpty() && memory.isEmpty()) {
            throw new IllegalArgumentException("neither 'cpus' nor 'memory' is given; expected one of them or both");
        }
        cpus.filter(number -> !(number >= FEWEST_CPUS)).ifPresent(number -> {
            throw new IllegalArgumentException("'cpus' is " + number + "; expected " + FEWEST_CPUS + " or more");
        });
        memory.filter(number -> number < LEAST_MEBIBYTES || number > MOST_MEBIBYTES)
                .ifPresent(number -> {
                    throw new IllegalArgumentException("'memory' is " + number + "; expected " + LEAST_MEBIBYTES
                            + " MiB or more, at most " + MOST_MEBIBYTES);
                });
    }

    private Limits in(Limits before) {
        Limits fewer = cpus.map(before::withCpus).orElse(before);
        return memory.map(number -> fewer.withMemory((long) number << 20)).orElse(fewer);
    }

    /** Makes {@code container-limit} faults. Thread-safe. */
    public static final class Provider extends ContainerProvider<ContainerLimit> {

        private static final String KIND = "container-limit";
        private static final String CPUS = "cpus-limited";
        private static final String MEMORY = "memory-limited";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Gives a container fewer processors or less memory; healing gives it what it had.";
        }

        @Override
        public Class<ContainerLimit> settings() {
            return ContainerLimit.class;
        }

        @Override
        String target(ContainerLimit settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerLimit settings, List<TargetInfo> resolved) {
            String what = settings.cpus().map(number -> number + " processors").orElse("")
                    + (settings.cpus().isPresent() && settings.memory().isPresent() ? " and " : "")
                    + settings.memory().map(number -> number + " MiB of memory").orElse("");
            return new FaultPlan(
                    "limit the container of " + settings.target() + " to " + what, "give it what it had", true);
        }

        @Override
        PreparedFault prepare(ContainerLimit settings, Subject subject) {
            Limits.Part part = new Limits.Part(
                    settings.cpus().isPresent(), settings.memory().isPresent());
            Limits before = Limits.of(subject.before().getHostConfig());
            if (part.memory() && before.memory() <= 0) {
                throw InvalidInputException.of(
                        subject + " has no limit of memory, and its engine takes none away again",
                        "a container that was made with one, or 'cpus' alone");
            }
            Limits during = settings.in(before);
            if (!during.isLessThan(before, part)) {
                throw InvalidInputException.of(subject + " has " + before, "less than that of each that is limited");
            }
            Map<String, String> facts = new HashMap<>(before.facts());
            facts.put(CPUS, Boolean.toString(part.cpus()));
            facts.put(MEMORY, Boolean.toString(part.memory()));
            return new PreparedChange(
                    subject,
                    subject.recipe(KIND, facts),
                    subject.revert("/containers/" + subject.id() + "/update", before.json(part), before.words(part)),
                    () -> subject.docker()
                            .change("limiting " + subject, engine -> tell(engine, subject.id(), during, part)),
                    () -> subject.docker()
                            .look(subject.id())
                            .filter(now -> during.allow(Limits.of(now.getHostConfig()), part))
                            .map(now -> subject + " may use " + during + ", by the engine's word, and had " + before));
        }

        private static void tell(DockerClient engine, String id, Limits limits, Limits.Part part) {
            UpdateContainerCmd command = engine.updateContainerCmd(id);
            limits.tell(command, part);
            command.exec();
        }

        private static Limits.Part part(UndoRecipe recipe) {
            return new Limits.Part(Boolean.parseBoolean(recipe.fact(CPUS)), Boolean.parseBoolean(recipe.fact(MEMORY)));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return "limits of " + super.object(recipe);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Limits before = Limits.read(recipe);
            boolean broken = look(recipe)
                    .filter(now -> !before.allow(Limits.of(now.getHostConfig()), part(recipe)))
                    .isPresent();
            if (broken) {
                docker(recipe)
                        .change(
                                "giving " + recipe.fact(Subject.CALLED) + " what it had",
                                engine -> tell(engine, recipe.fact(Subject.CONTAINER), before, part(recipe)));
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Limits before = Limits.read(recipe);
            Optional<InspectContainerResponse> container = look(recipe);
            if (container.isEmpty()) {
                return HealCheck.healed(removed(recipe));
            }
            Limits now = Limits.of(container.get().getHostConfig());
            String seen = recipe.fact(Subject.CALLED) + " may use " + now;
            return before.allow(now, part(recipe)) ? HealCheck.healed(seen) : HealCheck.notHealed(seen);
        }
    }
}
