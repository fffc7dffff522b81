package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the fault {@code container-disconnect}: a container is taken off a network, and healing attaches it again under the
 * same aliases, at the same address where the engine grants that.
 *
 * @param target the container
 * @param network the name of the network; may be left out where there is only one
 */
public record ContainerDisconnect(
        @Setting("The container to take off the network.") @Needs(ContainerTarget.class)
        String target,

        @Setting("The name of the network; may be left out where the container is on one alone.")
        Optional<String> network) {

    private static final Set<String> FIXED = Set.of("host", "none");

    /** Makes {@code container-disconnect} faults. Thread-safe. */
    public static final class Provider extends ContainerProvider<ContainerDisconnect> {

        private static final String KIND = "container-disconnect";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Takes a container off a network; healing attaches it again under the same aliases.";
        }

        @Override
        public Class<ContainerDisconnect> settings() {
            return ContainerDisconnect.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        String target(ContainerDisconnect settings) {
            return settings.target();
        }

        @Override
        public FaultPlan plan(ContainerDisconnect settings, List<TargetInfo> resolved) {
            String which = settings.network().map(name -> "the network " + name).orElse("its network");
            return new FaultPlan(
                    "take the container of " + settings.target() + " off " + which,
                    "attach it again, under the same aliases",
                    true);
        }

        @Override
        PreparedFault prepare(ContainerDisconnect settings, Subject subject) {
            Attachment before = chosen(settings, subject);
            String id = subject.id();
            return new PreparedChange(
                    subject,
                    subject.recipe(KIND, before.facts()),
                    subject.revert(
                            "/networks/" + before.network() + "/connect",
                            before.json(id),
                            List.of("\"NetworkID\":\"" + before.network() + "\"")),
                    () -> subject.docker()
                            .change(
                                    "taking " + subject + " off " + before.name(),
                                    engine -> engine.disconnectFromNetworkCmd()
                                            .withNetworkId(before.network())
                                            .withContainerId(id)
                                            .exec()),
                    () -> subject.docker()
                            .look(id)
                            .filter(now -> Attachment.to(now, before.network()).isEmpty())
                            .map(now -> subject + " is on " + left(now) + ", and not on " + before.name()));
        }

        private static String left(InspectContainerResponse now) {
            Set<String> names = Attachment.networks(now).keySet();
            return names.isEmpty() ? "no network" : String.join(", ", names);
        }

        private static Attachment chosen(ContainerDisconnect settings, Subject subject) {
            Set<String> names = Attachment.networks(subject.before()).keySet();
            String name = settings.network()
                    .orElseGet(() -> names.size() == 1 ? names.iterator().next() : "");
            Optional<Attachment> found = Attachment.of(subject.before(), name);
            if (found.isEmpty() || FIXED.contains(name)) {
                throw InvalidInputException.of(
                        "'network' is '" + name + "', and " + subject + " is on " + names,
                        "one of them that it can be taken off: neither host nor none");
            }
            if (!found.get().isPlain()
                    || Attachment.hasLinks(subject.before(), name)
                    || Attachment.hasChosenIpv6(subject.before(), name)) {
                throw InvalidInputException.of(
                        subject + " is attached to " + name + " with links, at an IPv6 address of somebody's choice, or"
                                + " under the aliases " + found.get().aliases() + ", which could not be restored",
                        "an attachment without those, under plain names");
            }
            return found.get();
        }

        @Override
        public String object(UndoRecipe recipe) {
            return super.object(recipe) + " on network " + recipe.fact("network");
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) throws IOException {
            Attachment before = Attachment.read(recipe);
            Optional<InspectContainerResponse> now = look(recipe);
            if (now.isEmpty() || before.now(now.get()).isPresent() || isRemoved(recipe, before)) {
                return;
            }
            String id = recipe.fact(Subject.CONTAINER);
            String what = "attaching " + recipe.fact(Subject.CALLED) + " to " + before.name();
            try {
                docker(recipe)
                        .change(
                                what,
                                engine -> before.restore(
                                        engine, id, !before.address().isEmpty()));
            } catch (IOException refused) {
                if (before.chosen()) {
                    throw refused;
                }
                docker(recipe).change(what, engine -> before.restore(engine, id, false));
            }
        }

        private boolean isRemoved(UndoRecipe recipe, Attachment before) throws IOException {
            return docker(recipe).ask("looking at the network " + before.name(), engine -> {
                try {
                    engine.inspectNetworkCmd().withNetworkId(before.network()).exec();
                    return false;
                } catch (NotFoundException gone) {
                    return true;
                }
            });
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) throws IOException {
            Attachment before = Attachment.read(recipe);
            Optional<InspectContainerResponse> container = look(recipe);
            if (container.isEmpty()) {
                return HealCheck.healed(removed(recipe));
            }
            String called = recipe.fact(Subject.CALLED);
            Optional<Attachment> now = before.now(container.get());
            if (now.isEmpty()) {
                return isRemoved(recipe, before)
                        ? HealCheck.healed("the network " + before.name() + " was removed")
                        : HealCheck.notHealed(called + " is not on " + before.name());
            }
            if (before.isMissedBy(now.get())) {
                return HealCheck.notHealed(called + " is on " + before.name() + " at "
                        + now.get().address() + ", and not at " + before.address() + ", which was chosen for it");
            }
            List<String> missing = before.missingIn(now.get());
            if (!missing.isEmpty()) {
                return HealCheck.healed(called + " is on " + before.name()
                        + " by somebody else's hand, without its aliases " + missing);
            }
            boolean same = now.get().address().equals(before.address());
            return HealCheck.healed(called + " is on " + before.name() + " at "
                    + now.get().address() + (same ? ", as before" : ", and was at " + before.address())
                    + Published.changed(recipe.fact(Subject.PORTS), container.get()));
        }
    }
}
