package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.RunResult;
import dev.aftershock.format.PartWords;
import dev.aftershock.format.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Injects faults and runs experiments from within a test, as a parameter of the method. What still acts at its end is healed then,
 * and seen to be healed.
 *
 * <pre>{@code
 * @Test
 * void ordersAreQueuedWhileTheBankIsAway(Chaos chaos) {
 *     try (ActingFault cut = chaos.inject(part("down", with("link", "bank")))) {
 *         assertThat(shop.order()).isEqualTo(QUEUED);
 *     }
 *     assertThat(shop.queue()).isEmpty();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Chaos {

    private final ChaosSession session;
    private final PartWords words;
    private final TestFaults ofTest;
    private final TestRun runs;
    private final Queue<ActingFault> faults = new ConcurrentLinkedQueue<>();

    Chaos(ChaosSession session, PartWords words, TestFaults ofTest, TestRun runs) {
        this.session = session;
        this.words = words;
        this.ofTest = ofTest;
        this.runs = runs;
    }

    /**
     * Injects a fault and returns when it was seen to act.
     *
     * @param fault its kind with its settings, see {@link dev.aftershock.format.Words#part}
     * @throws dev.aftershock.parts.InvalidInputException when it is written wrongly, or its target cannot take it
     * @throws dev.aftershock.engine.NoEffectException when nobody saw it act
     * @throws Exception when it could not be prepared
     */
    public ActingFault inject(Word fault) throws Exception {
        runs.abortWhenDry(fault.key());
        ActingFault acting = session.inject(fault.key(), words.fault(fault));
        faults.add(acting);
        ofTest.add(acting);
        return acting;
    }

    /**
     * Runs a whole experiment, as {@link ChaosExperiment} does, with what only the test knows, such as the port of its application.
     *
     * @param file {@code classpath:NAME}, or a path relative to the working directory
     * @param variables values for <code>${var:NAME}</code> in the file
     * @return what was measured; the verdict is PASS
     * @throws AssertionError on every other verdict, with its line and remedies
     * @throws dev.aftershock.parts.InvalidInputException with every problem found in the file; nothing was broken then
     * @throws IOException when it cannot be recorded
     */
    public RunResult run(String file, Map<String, String> variables) throws IOException {
        return runs.fromBody(file, variables);
    }

    /**
     * Runs a whole experiment that is written in Java, see {@link dev.aftershock.format.ExperimentBuilder}.
     *
     * @return what was measured; the verdict is PASS
     * @throws AssertionError on every other verdict, with its line and remedies
     * @throws dev.aftershock.parts.InvalidInputException when it cannot be planned; nothing was broken then
     * @throws IOException when it cannot be recorded
     */
    public RunResult run(ReadExperiment experiment) throws IOException {
        return runs.fromBody(experiment);
    }

    /** Heals what still acts, each seen to be healed; what was healed by the test stays so. */
    void healAll() {
        List<ActingFault> all = new ArrayList<>();
        for (ActingFault fault = faults.poll(); fault != null; fault = faults.poll()) {
            all.add(fault);
        }
        new ActingFaults(all).heal();
    }
}
