package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods that come in the place of deleted ones are deleted too, for as long as the fault lasts. */
@ExtendWith(ClusterExtension.class)
class FollowIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatComesIsDeletedUntilTheFaultIsHealedAndThenLeftAlone(TestNamespace space) throws Exception {
        PodDelete.Provider provider = new PodDelete.Provider();
        PodChoice all = new PodChoice(
                "app=orders", Optional.empty(), Optional.empty(), Optional.empty(), "all", Optional.empty());
        ShopWorld world = new ShopWorld(new ShopWorld.Login(space.client(), space.file()), shop -> false);
        try {
            List<PreparedFault> faults = provider.prepare(
                    new PodDelete("shop", all, Duration.ZERO, true),
                    new FaultContext("20261128-120000-abcdef", "fault", world.targets()));
            assertThat(faults).hasSize(3);
            Set<String> seen = new HashSet<>();
            for (PreparedFault fault : faults) {
                fault.inject();
            }
            await().atMost(SOON).until(() -> {
                seen.addAll(world.uids());
                return seen.size() >= 6;
            });
            PreparedFault following = faults.get(2);
            assertThat(following.effect()).get().asString().contains("looks for more every half second");
            assertThat(provider.verifyHealed(following.undo(), HealContext.afterDeath())
                            .healed())
                    .isFalse();

            for (PreparedFault fault : faults) {
                provider.heal(fault.undo(), HealContext.afterDeath());
            }

            assertThat(provider.verifyHealed(following.undo(), HealContext.afterDeath())
                            .evidence())
                    .startsWith("pods that come are left alone; ");
            await().atMost(SOON).until(world::healthy);
            Set<String> after = world.uids();
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> world.uids()
                    .equals(after));
        } finally {
            world.close();
        }
    }
}
