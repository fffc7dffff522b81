package dev.aftershock.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Threads that heal side by side in an emergency, when one after the other takes too long. */
final class Crew {

    /** Fewer than the calls that a server is asked at once, so that renewals and the run's own thread find room. */
    static final int MOST = 24;

    private Crew() {}

    /** Starts threads that together do {@code work} on each task. */
    static <T> List<Thread> startOn(Collection<T> tasks, String name, Consumer<T> work) {
        Queue<T> waiting = new ConcurrentLinkedQueue<>(tasks);
        return start(name, tasks.size(), () -> {
            for (T next = waiting.poll(); next != null; next = waiting.poll()) {
                work.accept(next);
            }
        });
    }

    /**
     * Starts up to {@link #MOST} daemon threads, but no more than there are tasks; each does {@code work}, which takes tasks
     * until there are none.
     */
    static List<Thread> start(String name, int tasks, Runnable work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, tasks); i++) {
            Thread thread = new Thread(work, name + "-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }
}
