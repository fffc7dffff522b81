package dev.aftershock.probes.kubernetes;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.parts.Quantities;
import dev.aftershock.probes.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one watch going: when it ends, or is not proven to be right, the lookout is blind until a new list and watch stand.
 * Thread-safe.
 */
final class Lookout<T extends HasMetadata> implements AutoCloseable {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Access access;
    private final Diary diary;
    private final MonotonicClock clock;
    private final Duration staleAfter;
    private final long beat;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Mirror<T>> mirror = Optional.empty();
    private volatile Optional<Thread> keeper = Optional.empty();
    private long pause = FIRST_PAUSE;
    private String trouble = "";

    Lookout(Access access, Diary diary, Duration staleAfter) {
        this.access = access;
        this.diary = diary;
        this.clock = diary.clock();
        this.staleAfter = staleAfter;
        this.beat = staleAfter.toNanos() / 2;
    }

    /**
     * Finds what is asked for, opens the first watch, and keeps it from then on.
     *
     * @throws Exception when something is not there, forbidden, or cannot be reached
     */
    void begin(String thread, Question.Finder<T> finder) throws Exception {
        KubernetesClient client = access.open();
        try {
            Question<T> question = finder.find(client);
            Session<T> first = question.scope().ask(client, "list, watch", () -> Session.open(client, question, diary));
            mirror = Optional.of(first.mirror());
            Thread started = new Thread(() -> keep(first), thread);
            started.setDaemon(true);
            keeper = Optional.of(started);
            started.start();
            if (closing.getCount() == 0) {
                // It was closed while it began.
                started.interrupt();
            }
        } catch (Exception e) {
            client.close();
            throw e;
        }
    }

    /** What can be told now. */
    Answer answer() {
        if (closing.getCount() == 0) {
            return Answer.notSent("the probe is closed");
        }
        return mirror.map(each -> each.answer(clock.nanos(), staleAfter.toNanos()))
                .orElseGet(() -> Answer.notSent("not observed: nothing is watched yet"));
    }

    private void keep(Session<T> first) {
        Optional<Session<T>> session = Optional.of(first);
        try {
            while (session.isPresent()) {
                try (Session<T> open = session.get()) {
                    watch(open);
                }
                session = reopen(first.question());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until it ends, or was not proven for too long. */
    private void watch(Session<T> session) throws InterruptedException {
        long opened = clock.nanos();
        long next = opened + beat;
        while (!session.mirror().awaitEnd(next - clock.nanos())) {
            compare(session);
            long now = clock.nanos();
            next = Math.max(next + beat, now);
            if (now - session.mirror().provenAt() > staleAfter.toNanos()) {
                session.mirror().end("the API server confirmed nothing for more than " + Quantities.format(staleAfter));
            }
        }
        if (clock.nanos() - opened > beat) {
            pause = FIRST_PAUSE;
        }
    }

    /** A failed comparison proves nothing; its consequence is that the mirror grows stale. */
    private void compare(Session<T> session) throws InterruptedException {
        try {
            session.compare(diary, staleAfter);
            trouble = "";
        } catch (RuntimeException e) {
            trouble = Refusal.words(e);
            refuseToGoOnWhenClosed();
        }
    }

    private Optional<Session<T>> reopen(Question<T> question) throws InterruptedException {
        while (!closing.await(pause, TimeUnit.NANOSECONDS)) {
            pause = Math.min(2 * pause, beat);
            try {
                Session<T> session = open(question);
                mirror = Optional.of(session.mirror());
                return Optional.of(session);
            } catch (RuntimeException e) {
                refuseToGoOnWhenClosed();
            }
        }
        return Optional.empty();
    }

    private Session<T> open(Question<T> question) {
        KubernetesClient client = access.open();
        try {
            return Session.open(client, question, diary);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void refuseToGoOnWhenClosed() throws InterruptedException {
        if (closing.getCount() == 0) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        keeper.ifPresent(Thread::interrupt);
    }
}
