package dev.aftershock.probes;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Threads that keep processors busy. */
final class Hogs {

    private volatile boolean busy = true;

    private Hogs(int count) {
        List<Thread> threads = IntStream.range(0, count)
                .mapToObj(i -> new Thread(this::burn, "hog-" + i))
                .toList();
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Does something while this many threads burn. */
    static <T> T beside(int count, Callable<T> work) throws Exception {
        Hogs hogs = new Hogs(count);
        try {
            return work.call();
        } finally {
            hogs.busy = false;
        }
    }

    private void burn() {
        long turns = 0;
        while (busy) {
            turns++;
        }
        if (turns == 0) {
            throw new IllegalStateException("a hog never ran");
        }
    }
}
