package dev.aftershock.springboot;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code spring-kill}: an application ends itself, as it would in good order, with the exit code 0. Chaos Monkey
 * closes it first, and ends its process five seconds later. It cannot be undone, and an experiment must allow that; whoever keeps the
 * application, such as Kubernetes, starts it again as it is configured.
 *
 * @param target the application, in a process other than this one
 */
public record SpringKill(
        @Setting("The application.") @Needs(ChaosMonkeyTarget.class)
        String target) {

    static final String KIND = "spring-kill";

    /** Makes {@code spring-kill} faults. Thread-safe. */
    public static final class Provider extends MonkeyProvider<SpringKill> {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Ends an application, by Chaos Monkey for Spring Boot.";
        }

        @Override
        public Class<SpringKill> settings() {
            return SpringKill.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public FaultPlan plan(SpringKill settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "make " + settings.target() + " end itself",
                    "nothing here starts " + settings.target() + " again",
                    false);
        }

        @Override
        public List<PreparedFault> prepare(SpringKill settings, FaultContext context) throws IOException {
            List<PreparedFault> prepared = new ArrayList<>();
            for (Targets.Named<ChaosMonkeyTarget> found :
                    context.targets().find(settings.target(), ChaosMonkeyTarget.class)) {
                Exchange exchange = exchange(settings, found.target());
                if (exchange.actuator().isOurs()) {
                    throw InvalidInputException.of(
                            "'" + found.name() + "' is part of this very process, which would end with it",
                            "an application in a process of its own");
                }
                prepared.add(new Kill(found.name(), exchange));
            }
            return prepared;
        }

        @Override
        void arm(SpringKill settings, Snapshot wanted) {
            wanted.assaults().put("killApplicationActive", true);
        }

        /** One that refuses is what was meant, wherever it is. */
        @Override
        boolean isGone(Actuator actuator) throws IOException {
            return actuator.refuses() || actuator.isGone();
        }
    }

    private record Kill(String target, Exchange exchange) implements PreparedFault {

        @Override
        public UndoRecipe undo() {
            return exchange.undo(KIND, target);
        }

        @Override
        public Bound bound() {
            return new Bound.None("an application that has ended stays so, unless somebody starts it again");
        }

        /** Returns when nobody listens any more: a call that heals would break off while the application is being closed. */
        @Override
        public void inject() throws IOException {
            exchange.make();
            exchange.actuator().post(Actuator.ATTACK, "");
            exchange.actuator().awaitRefusal();
        }

        @Override
        public Optional<String> effect() throws IOException {
            return exchange.actuator().refuses()
                    ? Optional.of("nobody listens at " + exchange.actuator().endpoint() + " any more")
                    : Optional.empty();
        }
    }
}
