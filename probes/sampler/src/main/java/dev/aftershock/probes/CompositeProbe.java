package dev.aftershock.probes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks several probes at once. Thread-safe.
 *
 * <p>Whoever paces asynchronous members must be the one who paces this probe, since they are asked on its thread.
 * Blocking members are asked on threads of this probe. Members are neither prepared nor closed here.
 */
final class CompositeProbe implements AsyncProbe {

    private static final int MOST_THREADS = 256;
    private static final int SMALL_STACK_BYTES = 256 * 1024;

    private final Map<String, Probe> members;
    private final Rule rule;
    private final int concurrency;
    private final Semaphore room;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), CompositeProbe::thread);
    private volatile boolean closed;

    /** How many members must be good. */
    enum Rule {
        /** Every one. */
        ALL,
        /** One. */
        ANY
    }

    CompositeProbe(Map<String, Probe> members, Rule rule) {
        this.members = members;
        this.rule = rule;
        this.concurrency =
                members.values().stream().mapToInt(Probe::concurrency).min().orElse(1);
        this.room = new Semaphore(concurrency);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "aftershock-probe-member", SMALL_STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** That of its members when they agree; otherwise plain reads. */
    @Override
    public ProbeClass probeClass() {
        List<ProbeClass> classes =
                members.values().stream().map(Probe::probeClass).distinct().toList();
        return classes.size() == 1 ? classes.get(0) : ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    /** Nothing to make ready: the members are made ready as probes of their own. */
    @Override
    public void prepare() {
        closed = false;
    }

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        // An attempt may be decided while members are still being asked, and those count too.
        if (closed || !room.tryAcquire()) {
            reply.answer(attempt, Answer.notSent(closed ? "the probe is closed" : "earlier questions are under way"));
            return;
        }
        Tally tally = new Tally(rule, members.size(), answer -> reply.answer(attempt, answer), room::release);
        members.forEach((name, member) -> ask(member, attempt, new Tally.Ballot(tally, name)));
    }

    private void ask(Probe member, Attempt attempt, Tally.Ballot ballot) {
        int group = (int) (attempt.number() % Math.max(1, member.groups()));
        Attempt turn = new Attempt(attempt.number(), attempt.due(), attempt.deadline(), group);
        try {
            if (member instanceof AsyncProbe async) {
                async.attempt(turn, (which, answer) -> ballot.cast(answer));
            } else if (member instanceof BlockingProbe blocking) {
                threads.execute(() -> ballot.cast(ask(blocking, turn)));
            }
        } catch (RejectedExecutionException | Error e) {
            // Java says "out of memory" when the system has no thread left to give.
            ballot.cast(Answer.notSent("cannot ask: " + Desk.oneLine(e)));
        } catch (Exception e) {
            ballot.cast(Answer.failed(Desk.oneLine(e)));
        }
    }

    private static Answer ask(BlockingProbe member, Attempt turn) {
        try {
            return member.attempt(turn);
        } catch (InterruptedException e) {
            // Only close() interrupts.
            return Answer.notSent("the probe is closed");
        } catch (Exception e) {
            return Answer.failed(Desk.oneLine(e));
        } catch (Error e) {
            return Answer.notSent("the probe itself failed: " + Desk.oneLine(e));
        }
    }

    /** Ends its own threads; the members go on. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
