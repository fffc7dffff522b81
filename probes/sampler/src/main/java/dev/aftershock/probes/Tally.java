package dev.aftershock.probes;

import dev.aftershock.measurement.Outcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Counts the answers of the members of a composite probe to one attempt, and decides as soon as it can. Thread-safe. */
final class Tally {

    private final CompositeProbe.Rule rule;
    private final Consumer<Answer> decided;
    private final Runnable finished;
    private int missing;
    private boolean open = true;
    private int tries = 1;
    private Optional<Answer> firstFailure = Optional.empty();
    private Optional<Answer> firstUnknown = Optional.empty();

    /**
     * Opens a count.
     *
     * @param members how many answers will come
     * @param decided takes the decision, once
     * @param finished runs when the last answer has come
     */
    Tally(CompositeProbe.Rule rule, int members, Consumer<Answer> decided, Runnable finished) {
        this.rule = rule;
        this.missing = members;
        this.decided = decided;
        this.finished = finished;
    }

    private void count(String member, Answer answer) {
        Optional<Answer> decision;
        boolean last;
        synchronized (this) {
            missing--;
            last = missing == 0;
            keep(member, answer);
            decision = open ? decide(answer.outcome()).map(each -> each.after(tries)) : Optional.empty();
            open = open && decision.isEmpty();
        }
        decision.ifPresent(decided);
        if (last) {
            finished.run();
        }
    }

    private void keep(String member, Answer answer) {
        tries = Math.max(tries, answer.tries());
        Answer named = new Answer(answer.outcome(), member + ": " + answer.detail());
        if (answer.outcome() == Outcome.NOT_SENT) {
            firstUnknown = firstUnknown.or(() -> Optional.of(named));
        } else if (answer.outcome() != Outcome.OK) {
            firstFailure = firstFailure.or(() -> Optional.of(named));
        }
    }

    private Optional<Answer> decide(Outcome latest) {
        boolean good = latest == Outcome.OK;
        boolean bad = !good && latest != Outcome.NOT_SENT;
        if (rule == CompositeProbe.Rule.ANY ? good : bad) {
            return good ? Optional.of(Answer.OK) : firstFailure;
        }
        if (missing > 0) {
            return Optional.empty();
        }
        // Nobody decided alone: whoever was not asked might have.
        return firstUnknown.or(() -> firstFailure).or(() -> Optional.of(Answer.OK));
    }

    /** The one answer of one member; further ones are ignored. */
    record Ballot(Tally tally, String member, AtomicBoolean used) {

        Ballot(Tally tally, String member) {
            this(tally, member, new AtomicBoolean());
        }

        void cast(Answer answer) {
            if (used.compareAndSet(false, true)) {
                tally.count(member, answer);
            }
        }
    }
}
