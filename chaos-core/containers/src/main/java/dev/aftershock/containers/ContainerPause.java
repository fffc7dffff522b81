package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
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
 * Settings of the fault {@code container-pause}: all processes of a container are frozen; connections stay open and nothing
 * answers. One that somebody else has paused is refused.
 *
 * @param target the container
 */
public record ContainerPause(
        @Setting("The container to pause.") @Needs(ContainerTarget.class)
        String target) {

    /** Makes {@code container-pause} faults. Thread-safe. */
    public static final class Provider extends ContainerProvider<ContainerPause> {

        private static final String KIND = "container-pause";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Freezes all processes of a container; healing lets them go on.";
        }

        @Override
        public Class<ContainerPause> settings() {
            return ContainerPause.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        String target(ContainerPause settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerPause settings, List<TargetInfo> resolved) {
            return new FaultPlan("pause the container of " + settings.target(), "unpause it", true);
        }

        @Override
        PreparedFault prepare(ContainerPause settings, Subject subject) {
            return new PreparedChange(
                    subject,
                    subject.recipe(KIND, Map.of()),
                    subject.revert("/containers/" + subject.id() + "/unpause", "", List.of("\"Paused\":false")),
                    () -> subject.docker().change("pausing " + subject, engine -> engine.pauseContainerCmd(subject.id())
                            .exec()),
                    () -> subject.docker()
                            .look(subject.id())
                            .filter(Subject::paused)
                            .map(now -> subject + " is paused"));
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            if (look(recipe).filter(Subject::paused).isPresent()) {
                String id = recipe.fact(Subject.CONTAINER);
                docker(recipe)
                        .change("unpausing " + recipe.fact(Subject.CALLED), engine -> engine.unpauseContainerCmd(id)
                                .exec());
            }
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Optional<InspectContainerResponse> now = look(recipe);
            if (now.isEmpty()) {
                return HealCheck.healed(removed(recipe));
            }
            String seen = recipe.fact(Subject.CALLED) + " is " + Subject.state(now.get());
            return Subject.paused(now.get()) ? HealCheck.notHealed(seen) : HealCheck.healed(seen);
        }
    }
}
