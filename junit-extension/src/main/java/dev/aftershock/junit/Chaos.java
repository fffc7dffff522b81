package dev.aftershock.junit;

import dev.aftershock.engine.ActingFault;
import dev.aftershock.engine.ChaosSession;
import dev.aftershock.format.PartWords;
import dev.aftershock.format.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Injects faults from within a test, as a parameter of the method. What still acts at its end is healed then, and seen to be healed.
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
    private final Queue<ActingFault> faults = new ConcurrentLinkedQueue<>();

    Chaos(ChaosSession session, PartWords words, TestFaults ofTest) {
        this.session = session;
        this.words = words;
        this.ofTest = ofTest;
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
        ActingFault acting = session.inject(fault.key(), words.fault(fault));
        faults.add(acting);
        ofTest.add(acting);
        return acting;
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
