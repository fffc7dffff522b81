package dev.aftershock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A class runs more than once in one virtual machine, as when a build runs failed tests again, or another class inherits from it. */
class SecondRunTest {

    @TempDir
    Path folder;

    @Test
    void aLinkThatTheExtensionMadeIsMadeAgain() {
        for (Class<?> suite : new Class<?>[] {Suite.class, Suite.class, Heir.class}) {
            EngineExecutionResults run = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(suite))
                    .configurationParameter(ChaosExperimentExtension.OUT, folder.toString())
                    .execute();

            assertThat(Failures.of(run.allEvents())).isEmpty();
            run.testEvents()
                    .assertStatistics(statistics -> statistics.started(1).succeeded(1));
            assertThat(Suite.bank).as("the field between two runs").isNull();
        }
    }

    static class Suite {

        @ProxiedLink(upstream = "127.0.0.1:9")
        static Link bank;

        @Test
        @Cut(link = "bank")
        void cut(Link link) {
            assertThat(link).isSameAs(bank);
            assertThat(bank.port()).isPositive();
        }
    }

    static class Heir extends Suite {}
}
