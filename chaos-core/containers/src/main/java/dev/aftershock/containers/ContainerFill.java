package dev.aftershock.containers;

import dev.aftershock.engine.ContainerTarget;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the fault {@code container-fill}: the file system in which a container keeps files gets full. A container of ours
 * beside it holds the space in a file that has no name.
 *
 * @param target the container
 * @param mount where it has that file system mounted
 * @param image of the container that holds the space: one of Aftershock's command line
 * @param size how many MiB are held; either this or {@code leave}
 * @param leave how many MiB are left free
 */
public record ContainerFill(
        @Setting("The container whose volume gets full.") @Needs(ContainerTarget.class)
        String target,

        @Setting("Where the container has it mounted, such as /data.")
        String mount,

        @Setting("An image whose entry point is Aftershock's command line; the engine must have it.")
        String image,

        @Setting("How many MiB are held.") Optional<Integer> size,

        @Setting("Instead of size: how many MiB are left free.")
        Optional<Integer> leave) {

    /**
     * Checks the paths and amounts.
     *
     * @throws IllegalArgumentException when one is none
     */
    public ContainerFill {
        if (!mount.startsWith("/")) {
            throw new IllegalArgumentException("'mount' is '" + mount + "'; expected an absolute path such as /data");
        }
        if (!image.matches("\\S{1,500}")) {
            throw new IllegalArgumentException(
                    "'image' is '" + image + "'; expected a name such as aftershock/cli:0.1.0");
        }
        if (size.isPresent() == leave.isPresent()) {
            throw new IllegalArgumentException(
                    (size.isPresent() ? "both 'size' and 'leave' are" : "neither 'size' nor 'leave' is")
                            + " given; expected one of them");
        }
        size.filter(number -> number < 1).ifPresent(number -> {
            throw new IllegalArgumentException("'size' is " + number + "; expected 1 MiB or more");
        });
        leave.filter(number -> number < 0).ifPresent(number -> {
            throw new IllegalArgumentException("'leave' is " + number + "; expected 0 MiB or more");
        });
    }

    /** Makes {@code container-fill} faults. Thread-safe. */
    public static final class Provider extends ContainerProvider<ContainerFill> {

        private static final String KIND = "container-fill";
        private static final String HELPER = "helper";
        private static final String KEPT = "kept";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Fills the volume of a container; healing gives the space back.";
        }

        @Override
        public Class<ContainerFill> settings() {
            return ContainerFill.class;
        }

        @Override
        String target(ContainerFill settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerFill settings, List<TargetInfo> resolved) {
            String what = settings.size()
                    .map(number -> "hold " + number + " MiB")
                    .orElseGet(() -> "leave " + settings.leave().orElse(0) + " MiB free");
            return new FaultPlan(
                    what + " at " + settings.mount() + " of the container of " + settings.target(),
                    "remove the container that holds the space",
                    true);
        }

        @Override
        PreparedFault prepare(ContainerFill settings, Subject subject) throws IOException {
            Kept kept = Kept.at(settings.mount(), subject);
            Filler looker = Filler.anew(subject.docker(), settings.image(), kept);
            looker.refuseWithoutImage();
            Space before = Space.of(looker);
            long bytes = before.toHold(settings, kept);
            Filler filler = Filler.anew(subject.docker(), settings.image(), kept);
            UndoRecipe undo = subject.recipe(KIND, Map.of(HELPER, filler.name(), KEPT, kept.toString()));
            return new PreparedFill(subject, undo, filler, before, bytes, Space.toLeave(settings));
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.fact(KEPT);
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Filler.remove(docker(recipe), recipe.fact(HELPER));
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            String helper = recipe.fact(HELPER);
            return docker(recipe).look(helper).isEmpty()
                    ? HealCheck.healed(
                            "the container " + helper + " is gone, and with it what it held of " + recipe.fact(KEPT))
                    : HealCheck.notHealed("the container " + helper + " is still there");
        }
    }
}
