package dev.aftershock.lab;

import dev.aftershock.measurement.MonotonicClock;
import java.io.IOException;
import java.time.Duration;

/** A process of its own that holds a lab until its input ends, fails over once when told, and then closes the lab. */
final class LabHolder {

    private LabHolder() {}

    public static void main(String[] arguments) throws IOException {
        MonotonicClock clock = MonotonicClock.startingNow();
        try (PostgresPair pair = PostgresPair.prepare(PairOptions.of(Replication.SYNC), clock)) {
            pair.start(Wiring.direct(pair));
            WatchdogOptions options = new WatchdogOptions(Duration.ofMillis(50), Duration.ofMillis(300));
            try (FailoverWatchdog watchdog = new FailoverWatchdog(pair, options, clock)) {
                watchdog.start();
                System.out.println(pair.directory());
                while (System.in.read() >= 0) {
                    String lost = pair.primary();
                    pair.node(lost).kill();
                    watchdog.rejoin(lost);
                    new Poll(clock)
                            .until(
                                    () -> watchdog.whole() && pair.redundant(),
                                    Duration.ofSeconds(30),
                                    () -> watchdog.events().toString());
                    System.out.println("primary is " + pair.primary());
                }
            }
        }
        System.out.println("closed");
    }
}
