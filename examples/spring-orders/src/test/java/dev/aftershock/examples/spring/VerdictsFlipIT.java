package dev.aftershock.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The same tests on the same service without its resilience: each of them says so. */
class VerdictsFlipIT {

    @Test
    void everyTestFailsWithoutResilience() {
        Map<String, String> failures = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(RedOnPurposeIT.class))
                .configurationParameter("aftershock.out", "target/aftershock-runs/without-resilience")
                .execute()
                .testEvents()
                .failed()
                .stream()
                .collect(Collectors.toMap(VerdictsFlipIT::test, VerdictsFlipIT::failure));

        assertThat(failures).hasSize(4);
        assertThat(failures.get("ordersAreTakenWhilePricesFail(Chaos)")).startsWith("FAIL: R3 = ");
        assertThat(failures.get("ordersAreTakenAtOnceWhilePricesAreSlow(Chaos)"))
                .startsWith("FAIL: R3 = ");
        assertThat(failures.get("anOrderIsTakenThoughNoPriceCanBeHad()")).startsWith("503 ");
        assertThat(failures.get("noOrderIsRefusedOrLostWithThePrimary(Chaos, RecoveryTimeline, Ledger)"))
                .startsWith("expected unavailability (R6) within 0s, but 'orders' measured ");
    }

    private static String test(Event event) {
        return event.getTestDescriptor().getDisplayName();
    }

    private static String failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }
}
