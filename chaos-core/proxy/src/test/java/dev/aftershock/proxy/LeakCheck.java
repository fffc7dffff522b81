package dev.aftershock.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails a test class after which a Netty buffer was collected without having been released; on for the whole module. */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final int SURELY_ONE_LOOKS = 5_000;

    /** For the service loader, which finds it by META-INF. */
    public LeakCheck() {}

    /** What was reported so far; the detector may only be set before the first buffer is made. */
    private static final class Leaks {
        private final Queue<String> reported = new ConcurrentLinkedQueue<>();

        Leaks() {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
                @Override
                @SuppressWarnings("deprecation")
                public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                        Class<T> resource, int samplingInterval, long maxActive) {
                    return new Reporter<>(resource, samplingInterval, reported);
                }
            });
        }
    }

    private static final class Reporter<T> extends ResourceLeakDetector<T> {
        private final Queue<String> reported;

        @SuppressWarnings("deprecation")
        Reporter(Class<?> resource, int samplingInterval, Queue<String> reported) {
            super(resource, samplingInterval);
            this.reported = reported;
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            reported.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            reported.add(resourceType);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        leaks(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Queue<String> reported = leaks(context).reported;
        collectGarbage();
        // Netty looks for collected buffers when it makes one, but only about each 128th time.
        for (int i = 0; i < SURELY_ONE_LOOKS; i++) {
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        if (!reported.isEmpty()) {
            String all = String.join("\n", reported);
            reported.clear();
            throw new AssertionError("Netty buffers were lost without release:\n" + all);
        }
    }

    private static Leaks leaks(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LeakCheck.class))
                .getOrComputeIfAbsent(Leaks.class, key -> new Leaks(), Leaks.class);
    }

    /** Until the collector has come past twice and has told of what it found. */
    private static void collectGarbage() {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> told = new ReferenceQueue<>();
            PhantomReference<Object> garbage = new PhantomReference<>(new Object(), told);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                System.gc();
                return told.poll() == garbage;
            });
        }
    }
}
