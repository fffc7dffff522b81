package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.kubernetes.LitmusOperator.Defect;
import dev.aftershock.parts.Targets;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Litmus's word is one thing, an effect another, and what it does not say that it took back is not healed. */
@ExtendWith(ClusterExtension.class)
class LitmusIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** It says by itself that nothing more will come, and nobody waits for as long as is given. */
    private static final Set<Defect> SAYS_MORE = Set.of(Defect.FINDS_NO_RUNTIME, Defect.ENDS_AT_ONCE);

    private final Litmus.Provider provider = new Litmus.Provider();
    private static TestNamespace space;

    @BeforeAll
    static void install(TestNamespace namespace) {
        space = namespace;
        new LitmusWorld(space, Defect.IS_NOT_THERE).close();
    }

    @Test
    void whatIsMadeReachesThePodsOfItsLabelInItsNamespaceForNoLongerThanARun() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NONE)) {
            PreparedFault fault = prepare(settings(30), world.targets());
            assertThat(fault.target()).matches("chaosengine " + space.namespace() + "/aftershock-litmus-[0-9a-f]{8}");
            assertThat(fault.effect()).isEmpty();
            assertThat(world.operator().objects()).isEmpty();
            fault.inject();

            GenericKubernetesResource made = world.operator().objects().get(0);
            assertThat(made.<Map<String, String>>get("spec", "appinfo"))
                    .containsEntry("appns", space.namespace())
                    .containsEntry("applabel", "app=orders");
            assertThat(made.<List<Map<String, String>>>get("spec", "experiments", 0, "spec", "components", "env"))
                    .contains(Map.of("name", "TOTAL_CHAOS_DURATION", "value", "960"))
                    .contains(Map.of("name", "TERMINATION_GRACE_PERIOD_SECONDS", "value", "15"))
                    .contains(Map.of("name", "NETWORK_LATENCY", "value", "300"));
            assertThat(made.<Integer>get("spec", "terminationGracePeriodSeconds"))
                    .isEqualTo(15);
            assertThat(fault.effect()).hasValueSatisfying(seen -> assertThat(seen)
                    .matches(".*: Litmus says that it is injected in orders-\\S+, orders-\\S+; that they suffer"
                            + " was not tried, because the fault names no canary"));
            provider.heal(fault.undo(), HealContext.afterDeath());
            await().atMost(SOON).until(world::healthy);
            awaitHealed(fault);
        }
    }

    @Test
    void whatLitmusSaysIsNoEffectWhileTheCanaryAnswersWell() throws Exception {
        try (PlayedCanary canary = new PlayedCanary();
                LitmusWorld world = new LitmusWorld(space, Defect.NONE)) {
            PreparedFault fault = prepare(
                    new Litmus("shop", LitmusWorld.file(), Duration.ofSeconds(30), Optional.of("canary")),
                    world.targets(canary.address()));
            fault.inject();

            assertThat(world.broken()).as("as Litmus has it").isTrue();
            assertThat(fault.effect()).isEmpty();
            canary.turnBad();
            assertThat(fault.effect()).hasValueSatisfying(seen -> assertThat(seen)
                    .endsWith(", and the canary " + canary.address() + ", which answered before, does not"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IS_NOT_THERE|has no effect yet: Litmus says nothing about it, as when its operator does not run",
                "MAY_START_NOTHING|has no effect yet: Litmus says engine=initialized and nothing of the experiment, as"
                        + " when its ServiceAccount is not there",
                "FINDS_NO_RUNTIME|has no effect: Litmus says engine=initialized, experiment=Running, result=Error,"
                        + " verdict=Error; injected in no pod; failed: no container runtime",
                "ENDS_AT_ONCE|result=Completed," + " verdict=Pass; injected in no pod",
            })
    void whatLitmusNeverInjectsIsToldInItsWordsAndIsHealed(Defect defect, String words) throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, defect)) {
            PreparedFault fault = prepare(settings(SAYS_MORE.contains(defect) ? 30 : 5), world.targets());

            assertThatThrownBy(fault::inject).isInstanceOf(IOException.class).hasMessageContaining(words);
            assertThatNothingIsSeen(fault);

            provider.heal(fault.undo(), HealContext.afterDeath());
            awaitHealed(fault);
            assertThat(world.healthy()).isTrue();
        }
    }

    @Test
    void whatEndsWhileItIsTakenForActingHasNoEffectAnyMore() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NONE)) {
            PreparedFault fault = prepare(settings(30), world.targets());
            fault.inject();
            assertThat(fault.effect()).isPresent();

            world.operator().end();

            assertThatThrownBy(fault::effect)
                    .hasMessageContaining("has no effect: Litmus says engine=completed, experiment=Completed");
        }
    }

    @Test
    void aPodThatIsProtectedSinceThePodsWereLookedAtIsToldWhenLitmusActsInIt() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NONE)) {
            PreparedFault fault = prepare(settings(30), world.targets());
            protect(world.pods().get(0), "true");

            assertThatThrownBy(fault::inject)
                    .hasMessageContaining("has no effect: none that is allowed, for Litmus acts in pod "
                            + space.namespace() + "/" + world.pods().get(0) + ", which is protected");
            assertThatThrownBy(fault::effect).hasMessageContaining("which is protected");

            provider.heal(fault.undo(), HealContext.afterDeath());
            awaitHealed(fault);
            protect(world.pods().get(0), "false");
        }
    }

    private static void protect(String pod, String whether) {
        space.client().pods().inNamespace(space.namespace()).withName(pod).edit(there -> new PodBuilder(there)
                .editMetadata()
                .addToLabels("aftershock.dev/protect", whether)
                .endMetadata()
                .build());
    }

    @Test
    void anEngineThatItsFinalizerKeepsIsALeakAndToldWithWhatAPersonMayDo() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NEVER_LETS_GO)) {
            PreparedFault fault = prepare(settings(30), world.targets());
            fault.inject();

            provider.heal(fault.undo(), HealContext.afterDeath());
            provider.heal(fault.undo(), HealContext.afterDeath());

            var check = provider.verifyHealed(fault.undo(), HealContext.afterDeath());
            GenericKubernetesResource kept = world.operator().objects().get(0);
            assertThat(check.healed()).isFalse();
            assertThat(check.evidence())
                    .contains("is deleted, but its finalizers [chaosengine.litmuschaos.io/finalizer] keep it: Litmus's"
                            + " operator has not ended the pods that act")
                    .contains("delete the pods with the label chaosUID="
                            + kept.getMetadata().getUid());
            assertThat(world.broken()).isTrue();
        }
    }

    @Test
    void whatLitmusDoesNotTakeBackIsALeakThoughItsEngineIsGoneUntilThePodsAreGoneToo() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NEVER_TAKES_BACK)) {
            PreparedFault fault = prepare(settings(30), world.targets());
            fault.inject();
            List<String> pods = world.pods();
            provider.heal(fault.undo(), HealContext.afterDeath());
            await().atMost(SOON).until(() -> world.operator().objects().isEmpty());

            var check = provider.verifyHealed(fault.undo(), HealContext.afterDeath());
            assertThat(check.healed()).isFalse();
            assertThat(check.evidence())
                    .endsWith(" is gone, but Litmus does not say that it took back what it injected in the pods " + pods
                            + ". Delete them, so that others are made in their place, and then the ChaosResult in which they are"
                            + " named");
            assertThatThrownBy(() -> prepare(settings(30), world.targets()))
                    .hasMessageContaining("left what it injected in the pods " + pods + "; expected pods without it");

            space.client()
                    .pods()
                    .withLabels(LitmusWorld.LABELS)
                    .withGracePeriod(0)
                    .delete();
            awaitHealed(fault);
            assertThat(world.operator().results()).as("Litmus's own record").hasSize(1);
        }
    }

    @Test
    void whatAnotherRunLeftIsRefusedAndFoundByItsMark() throws Exception {
        try (LitmusWorld world = new LitmusWorld(space, Defect.NONE)) {
            provider.prepare(settings(30), new FaultContext("run-1", "fault", world.targets()))
                    .get(0)
                    .inject();

            assertThatThrownBy(() -> prepare(settings(30), world.targets()))
                    .hasMessageContaining("is there already, by the fault 'litmus' of run-1.fault; expected a namespace"
                            + " without it; 'aftershock recover' removes what a dead run left");

            var left = provider.marked(cluster(), space.namespace());
            assertThat(left).hasSize(1).allMatch(marked -> marked.runId().equals("run-1"));
            provider.heal(left.get(0).recipe(), HealContext.afterDeath());
            await().atMost(SOON).until(world::healthy);
        }
    }

    private static void assertThatNothingIsSeen(PreparedFault fault) {
        try {
            assertThat(fault.effect()).isEmpty();
        } catch (Exception over) {
            assertThat(over).hasMessageContaining("has no effect: ");
        }
    }

    private void awaitHealed(PreparedFault fault) {
        await().atMost(SOON).until(() -> provider.verifyHealed(fault.undo(), HealContext.afterDeath())
                .healed());
    }

    private Cluster cluster() {
        return new Clusters().of(space);
    }

    private static Litmus settings(int seconds) {
        return new Litmus("shop", LitmusWorld.file(), Duration.ofSeconds(seconds), Optional.empty());
    }

    private PreparedFault prepare(Litmus settings, Targets targets) throws IOException {
        return provider.prepare(settings, new FaultContext("run-2", "fault", targets))
                .get(0);
    }
}
