package dev.aftershock.processes;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Threads that compute, and memory outside the heap of which every page is written to, until it is closed. What the pods of
 * {@code node-stress} and the helper of {@code process-hog} do. For one thread.
 */
public final class Load implements AutoCloseable {

    /** So much of a processor each thread must have had before it counts as busy. */
    public static final Duration PROOF = Duration.ofMillis(200);

    /** How the names of the threads begin. */
    public static final String THREAD = "stress-";

    private static final int PAGE = 4_096;
    private static final int BYTES = 1 << 20;
    private static final int PIECE = 64;
    private static final int ROUND = 1_000_000;

    private final List<ByteBuffer> held = new ArrayList<>();
    private final CountDownLatch idle;
    private volatile boolean over;

    /** What nobody writes down need not be computed. */
    private volatile long result;

    private Load(int threads) {
        this.idle = new CountDownLatch(threads);
    }

    /**
     * Returns when all of the memory is held; the threads have begun by then.
     *
     * @param threads how many of them compute
     * @param mebibytes how much memory is held, in MiB; more than the JVM allows outside its heap is an {@link OutOfMemoryError}
     */
    public static Load start(int threads, int mebibytes) {
        Load load = new Load(threads);
        for (int left = mebibytes; left > 0; left -= PIECE) {
            load.held.add(ByteBuffer.allocateDirect(Math.min(left, PIECE) * BYTES));
        }
        load.touch();
        for (int number = 1; number <= threads; number++) {
            Thread thread = new Thread(load::compute, THREAD + number);
            thread.setDaemon(true);
            thread.start();
        }
        return load;
    }

    /** Writes to every page, so that it stays in memory. */
    public void touch() {
        for (ByteBuffer piece : held) {
            for (int at = 0; at < piece.capacity(); at += PAGE) {
                piece.put(at, (byte) 1);
            }
        }
    }

    /** Waits until each thread had its share of a processor; false when that is not so in time. */
    public boolean awaitBusy(Duration bound) throws InterruptedException {
        return idle.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void compute() {
        ThreadMXBean used = ManagementFactory.getThreadMXBean();
        boolean told = false;
        long next = 1;
        while (!over) {
            for (int i = 0; i < ROUND; i++) {
                next = next * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
            result = next;
            if (!told && used.getCurrentThreadCpuTime() >= PROOF.toNanos()) {
                told = true;
                idle.countDown();
            }
        }
    }

    /** Ends the threads and lets go of the memory. */
    @Override
    public void close() {
        over = true;
        held.clear();
    }
}
