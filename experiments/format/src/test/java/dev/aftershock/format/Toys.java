package dev.aftershock.format;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.HealCheck;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.RunContext;
import dev.aftershock.engine.TargetProvider;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.Part;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Secret;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parts that declare settings of every type and do nothing; reading a file needs no more. */
final class Toys {

    private Toys() {}

    enum Mode {
        HARD,
        VERY_SOFT
    }

    record Cut(
            @Setting("What to cut.") String link,
            @Setting(value = "How.", byDefault = "hard") Mode mode,
            @Setting("Share of the traffic.") Optional<Percent> share) {}

    record Login(
            @Setting("Who.") String user,
            @Setting("The password.") Secret password,
            @Setting(value = "How often.", byDefault = "1") int times) {

        /** Refuses in words that repeat what it was given, as libraries do. */
        Login {
            if (user.equals("nobody")) {
                throw new IllegalArgumentException("'user' cannot log in with '" + password.reveal() + "'");
            }
        }
    }

    record Slow(
            @Setting("Delay.") Duration value,
            @Setting(value = "Links.", byDefault = "") List<String> links) {}

    record Ask(
            @Setting("Whom to ask.") String target,

            @Setting(value = "Whether to insist.", byDefault = "false")
            boolean strict) {}

    record Box(
            @Setting(value = "How many.", byDefault = "1") int nodes) {}

    record Far(@Setting("Where it runs.") URI address) {}

    static Registry registry() {
        return new Registry(
                List.of(
                        new Fault<>("cut", Cut.class, "link"),
                        new Fault<>("login", Login.class, ""),
                        new Fault<>("slow", Slow.class, "")),
                List.of(new Asking("ask")),
                List.of(new Systems<>("box", Box.class, true), new Systems<>("far", Far.class, false)));
    }

    /** What all toys say of themselves. */
    interface Toy<S extends Record> extends Part<S> {
        @Override
        default String summary() {
            return "A toy named " + kind() + ".";
        }
    }

    record Fault<S extends Record>(String kind, Class<S> settings, String shortForm)
            implements FaultProvider<S>, Toy<S> {
        @Override
        public FaultPlan plan(S settings, List<TargetInfo> resolved) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PreparedFault> prepare(S settings, FaultContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String object(UndoRecipe recipe) {
            return recipe.target();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Systems<S extends Record>(String kind, Class<S> settings, boolean startsSystem)
            implements TargetProvider<S>, Toy<S> {
        @Override
        public List<TargetInfo> describe(String name, S settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PreparedTargets prepare(String name, S settings, RunContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void heal(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HealCheck verifyHealed(UndoRecipe recipe, HealContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Asking(String kind) implements ProbeProvider<Ask>, Toy<Ask> {
        @Override
        public Class<Ask> settings() {
            return Ask.class;
        }

        @Override
        public Probe create(Ask settings, ProbeContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
