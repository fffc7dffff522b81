package dev.aftershock.proxy;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Samples the stacks of every event loop of this module until closed, and remembers those that wait. */
final class LoopWatch implements AutoCloseable {
    /** The names that {@code Loops} gives its threads: pool and number; control and name threads have a word between. */
    private static final Pattern LOOP = Pattern.compile("aftershock-proxy-\\d+-\\d+");

    private static final long EVERY_MILLIS = 4;
    private static final int KEPT = 5;

    /** Class and method, as prefixes; each waits for something else than the selector, or reads or writes files. */
    private static final List<String> WAITING = List.of(
            "java.lang.Thread.sleep",
            "java.lang.Object.wait",
            "jdk.internal.misc.Unsafe.park",
            "java.util.concurrent.locks.LockSupport.park",
            "java.util.concurrent.CompletableFuture.get",
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.FutureTask.get",
            "io.netty.util.concurrent.DefaultPromise.await",
            "java.net.Socket.",
            "sun.nio.ch.NioSocketImpl.",
            "java.net.Inet4AddressImpl.lookup",
            "java.net.Inet6AddressImpl.lookup",
            "java.io.FileInputStream.",
            "java.io.FileOutputStream.",
            "java.io.RandomAccessFile.",
            "sun.nio.ch.FileChannelImpl.",
            "sun.nio.fs.UnixNativeDispatcher.");

    /**
     * Where a loop may wait, as prefixes; the JVM's own loading of classes, which is not ours to avoid; and locks that are
     * held for the time of an assignment: of the bounded queue of requests, and of the pools that buffers come from.
     */
    private static final List<String> ALLOWED = List.of(
            "io.netty.channel.nio.NioIoHandler.select",
            "java.lang.ClassLoader.loadClass",
            "java.util.concurrent.ArrayBlockingQueue.offer",
            "io.netty.buffer.AdaptivePoolingAllocator");

    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicLong samples = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    LoopWatch() {
        timer.scheduleWithFixedDelay(this::sample, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many stacks of loops were looked at. */
    long samples() {
        return samples.get();
    }

    /** A few of the stacks that waited. */
    List<String> found() {
        return List.copyOf(found);
    }

    private void sample() {
        for (Map.Entry<Thread, StackTraceElement[]> one :
                Thread.getAllStackTraces().entrySet()) {
            if (LOOP.matcher(one.getKey().getName()).matches()) {
                samples.incrementAndGet();
                if (waits(one.getValue()) && found.size() < KEPT) {
                    found.add(one.getKey().getName() + " " + List.of(one.getValue()));
                }
            }
        }
    }

    private static boolean waits(StackTraceElement... stack) {
        return !begins(ALLOWED, stack) && begins(WAITING, stack);
    }

    private static boolean begins(List<String> prefixes, StackTraceElement... stack) {
        return Stream.of(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .anyMatch(call -> prefixes.stream().anyMatch(call::startsWith));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
