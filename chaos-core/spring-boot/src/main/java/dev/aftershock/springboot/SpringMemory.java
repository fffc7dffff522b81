package dev.aftershock.springboot;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Setting;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the fault {@code spring-memory}: an application takes more and more of its own memory, until its heap has grown, and
 * holds it. It is given back when it is healed, and by itself 16 minutes after the heap had grown; a thread of the application that
 * asked for memory in vain meanwhile stays as it failed.
 *
 * @param target the application
 * @param heap the share of its largest size to which the heap grows, 10 to 90 %
 */
public record SpringMemory(
        @Setting("The application, which shows its metrics.") @Needs(ChaosMonkeyTarget.class)
        String target,

        @Setting(value = "The share of its largest size to which its heap grows.", byDefault = "80%")
        Percent heap) {

    static final String KIND = "spring-memory";

    private static final double LEAST = 10;
    private static final double MOST = 90;

    /** Checks the range. */
    public SpringMemory {
        if (heap.value() < LEAST || heap.value() > MOST) {
            throw new IllegalArgumentException("'heap' is " + heap + "; expected 10% to 90%");
        }
    }

    /** Makes {@code spring-memory} faults. Thread-safe. */
    public static final class Provider extends MonkeyProvider<SpringMemory> {

        private static final String ACTIVE = "memoryActive";

        /** No run takes longer, and a guard has healed before. */
        private static final Duration HOLD = Duration.ofMinutes(16);

        /** Which pause Chaos Monkey makes after each piece, the shortest that it takes. */
        private static final int PAUSE_MILLIS = 100;

        /** How large a piece is: as a share of what is free, so that one of many gigabytes would be more than an array can hold. */
        private static final double PIECE = 0.15;

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String summary() {
            return "Takes memory within an application, by Chaos Monkey for Spring Boot.";
        }

        @Override
        public Class<SpringMemory> settings() {
            return SpringMemory.class;
        }

        @Override
        public FaultPlan plan(SpringMemory settings, List<TargetInfo> resolved) {
            return new FaultPlan(
                    "take memory in " + settings.target() + " until its heap has grown to " + settings.heap()
                            + " of its largest size",
                    "set Chaos Monkey to what it was, which gives the memory back; by itself it does so after 16 minutes",
                    true);
        }

        @Override
        public List<PreparedFault> prepare(SpringMemory settings, FaultContext context) throws IOException {
            List<PreparedFault> prepared = new ArrayList<>();
            for (Targets.Named<ChaosMonkeyTarget> found :
                    context.targets().find(settings.target(), ChaosMonkeyTarget.class)) {
                prepared.add(filling(settings, found.name(), exchange(settings, found.target())));
            }
            return prepared;
        }

        private static Filling filling(SpringMemory settings, String name, Exchange exchange) throws IOException {
            if (exchange.before().assaults().path(ACTIVE).asBoolean()) {
                throw InvalidInputException.of(
                        "Chaos Monkey of '" + name
                                + "' is set to take memory already, and would go on when it is set to what" + " it was",
                        "one whose '" + ACTIVE + "' is false");
            }
            Heap now = Heap.of(exchange.actuator());
            if (now.share() >= settings.heap().fraction()) {
                throw InvalidInputException.of(
                        "the heap of '" + name + "' has grown to " + now + " already, where Chaos Monkey takes nothing",
                        "a larger 'heap', or an application that begins with less memory (-Xms) than it may have (-Xmx)");
            }
            return new Filling(name, exchange, settings.heap(), now);
        }

        @Override
        void arm(SpringMemory settings, Snapshot wanted) {
            wanted.assaults()
                    .put(ACTIVE, true)
                    .put("memoryFillTargetFraction", settings.heap().fraction())
                    .put("memoryFillIncrementFraction", PIECE)
                    .put("memoryMillisecondsWaitNextIncrease", PAUSE_MILLIS)
                    .put("memoryMillisecondsHoldFilledMemory", HOLD.toMillis());
        }
    }

    private record Filling(String target, Exchange exchange, Percent heap, Heap before) implements PreparedFault {

        @Override
        public UndoRecipe undo() {
            return exchange.undo(KIND, target);
        }

        @Override
        public Bound bound() {
            return exchange.bound();
        }

        @Override
        public void inject() throws IOException {
            exchange.make();
            exchange.actuator().begin(Actuator.ATTACK);
        }

        /** What is taken cannot be told from what the application itself has not cleared away yet, but for how far the heap had to grow. */
        @Override
        public Optional<String> effect() throws IOException {
            Heap now = Heap.of(exchange.actuator());
            return exchange.stands() && now.share() >= heap.fraction()
                    ? Optional.of("the heap of " + target + " has grown to " + now + ", from " + before)
                    : Optional.empty();
        }

        @Override
        public Duration effectWithin() {
            return Duration.ofMinutes(1);
        }
    }
}
