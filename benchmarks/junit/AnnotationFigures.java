package dev.aftershock.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the extension costs a test without a fault, and what a fault around an empty test takes. Argument: a folder for records. */
final class AnnotationFigures {

    private static final int TESTS = 20_000;
    private static final int FAULTS = 100;
    private static final int ROUNDS = 5;

    private AnnotationFigures() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("aftershock.out", arguments[0]);
        EchoServer server = new EchoServer();
        System.setProperty("echo", server.address());
        double[] plain = new double[ROUNDS];
        double[] linked = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            plain[i] = microsPerTest(Plain.class);
            linked[i] = microsPerTest(Linked.class);
        }
        System.out.printf(
                "a test without a fault: %.1f us in a plain class, %.1f us in one with the extension and a link: %.1f us more%n",
                median(plain), median(linked), median(linked) - median(plain));
        for (int round = 1; round <= ROUNDS; round++) {
            for (Class<?> faulted : new Class<?>[] {Slow.class, Down.class, Mute.class, Reset.class}) {
                faulted(faulted, round);
            }
        }
    }

    private static double microsPerTest(Class<?> type) {
        long begin = System.nanoTime();
        run(type, new TestExecutionListener() {});
        return (System.nanoTime() - begin) / 1e3 / TESTS;
    }

    private static void faulted(Class<?> type, int round) {
        Map<TestIdentifier, Long> begun = new HashMap<>();
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        run(type, new TestExecutionListener() {
            @Override
            public void executionStarted(TestIdentifier test) {
                begun.put(test, System.nanoTime());
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failure -> {
                    throw new IllegalStateException(failure);
                });
                if (test.isTest()) {
                    millis.add((System.nanoTime() - begun.get(test)) / 1e6);
                }
            }
        });
        double[] sorted = millis.stream().mapToDouble(each -> each).sorted().toArray();
        System.out.printf(
                "round %d: %-6s injected, proven, healed, seen healed: p50 %.1f ms, p95 %.1f ms, of %d%n",
                round, type.getSimpleName(), sorted[sorted.length / 2], sorted[sorted.length * 95 / 100], sorted.length);
    }

    private static void run(Class<?> type, TestExecutionListener listener) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build();
        LauncherFactory.create().execute(request, listener);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Link link() {
        return Link.to(() -> System.getProperty("echo"));
    }

    static class Plain {
        @RepeatedTest(TESTS)
        void nothing() {}
    }

    static class Linked {
        @ProxiedLink
        static final Link db = link();

        @RepeatedTest(TESTS)
        void nothing() {}
    }

    static class Slow {
        @ProxiedLink
        static final Link db = link();

        @Latency(link = "db", value = "10ms")
        @RepeatedTest(FAULTS)
        void nothing() {}
    }

    static class Down {
        @ProxiedLink
        static final Link db = link();

        @Cut(link = "db")
        @RepeatedTest(FAULTS)
        void nothing() {}
    }

    static class Mute {
        @ProxiedLink
        static final Link db = link();

        @Unanswered(link = "db")
        @RepeatedTest(FAULTS)
        void nothing() {}
    }

    static class Reset {
        @ProxiedLink
        static final Link db = link();

        @ResetPeer(link = "db")
        @RepeatedTest(FAULTS)
        void nothing() {}
    }
}
