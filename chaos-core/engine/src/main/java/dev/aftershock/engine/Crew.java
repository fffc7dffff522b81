package dev.aftershock.engine;

import java.util.ArrayList;
import java.util.List;

/** Threads that heal side by side in an emergency, when one after the other takes too long. */
final class Crew {

    /** Fewer than the calls that a server is asked at once, so that renewals and the run's own thread find room. */
    static final int MOST = 24;

    private Crew() {}

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
