package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.cluster.ClusterExtension;
import dev.aftershock.cluster.TestNamespace;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.HealContext;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.probes.ClusterTarget;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An entry of a ConfigMap is changed and comes back, and nothing beside it is touched. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigChangeIT {

    private static final String NAME = "settings";
    private static final Map<String, String> DATA = Map.of("timeout", "3s", "text", "one: \"1\"\ntwo: \\2\n");

    private final ConfigChange.Provider provider = new ConfigChange.Provider();
    private KubernetesClient admin;
    private ShopWorld world;

    @BeforeAll
    void startShop(TestNamespace space) {
        admin = space.client();
        world = new ShopWorld(new ShopWorld.Login(admin, space.file()), shop -> false);
    }

    @AfterAll
    void endShop() {
        world.close();
    }

    @BeforeEach
    void make() {
        maps().withName(NAME).delete();
        maps().resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withData(DATA)
                        .addToBinaryData("logo", "AAEC")
                        .build())
                .create();
    }

    private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
        return admin.configMaps().inNamespace(world.namespace());
    }

    private Map<String, String> data() {
        return maps().withName(NAME).get().getData();
    }

    @Test
    void aTextComesBackLetterByLetter() throws Exception {
        PreparedFault fault = prepare("text", Optional.of(""));
        fault.inject();
        assertThat(fault.effect())
                .contains("the config map settings has another entry 'text'; when pods read it is theirs to decide");
        assertThat(data()).isEqualTo(Map.of("timeout", "3s", "text", ""));
        heal(fault);
        restored();
    }

    @Test
    void anEntryThatIsTakenAwayComesBackAndOneThatWasMadeGoes() throws Exception {
        PreparedFault taken = prepare("timeout", Optional.empty());
        taken.inject();
        assertThat(taken.effect()).get().asString().startsWith("the config map settings has no entry 'timeout'");
        heal(taken);
        restored();

        PreparedFault made = prepare("retries", Optional.of("0"));
        made.inject();
        assertThat(data()).containsEntry("retries", "0");
        heal(made);
        restored();
    }

    @Test
    void whatSomebodyElseWroteMeanwhileStays() throws Exception {
        PreparedFault fault = prepare("timeout", Optional.of("1ms"));
        fault.inject();
        maps().withName(NAME)
                .edit(map ->
                        new ConfigMapBuilder(map).addToData("timeout", "5s").build());
        heal(fault);
        assertThat(data()).containsEntry("timeout", "5s").hasSameSizeAs(DATA);
        unmarked();
    }

    @Test
    void byItsMarkAloneItIsRestoredToo() throws Exception {
        prepare("timeout", Optional.of("1ms")).inject();
        var cluster = new Clusters().of(world.targets().one("shop", ClusterTarget.class));
        for (var marked : provider.marked(cluster, world.namespace())) {
            provider.heal(marked.recipe(), HealContext.afterDeath());
        }
        restored();
    }

    @Test
    void whatCannotBeChangedIsRefused() {
        refused("timeout", Optional.of("3s")).hasMessageContaining("has that text already in the entry 'timeout'");
        refused("retries", Optional.empty()).hasMessageContaining("has no entry 'retries'");
        refused("logo", Optional.of("x")).hasMessageContaining("is binary; expected one that is a text");
        maps().withName(NAME)
                .edit(map -> new ConfigMapBuilder(map).withImmutable(true).build());
        refused("timeout", Optional.of("1ms")).hasMessageContaining("is immutable");
        maps().withName(NAME).delete();
        refused("timeout", Optional.of("1ms")).hasMessageContaining("there is no configmap");
    }

    private AbstractThrowableAssert<?, ?> refused(String key, Optional<String> value) {
        return assertThatThrownBy(() -> prepare(key, value)).isInstanceOf(InvalidInputException.class);
    }

    private PreparedFault prepare(String key, Optional<String> value) throws Exception {
        FaultContext context = new FaultContext("20261128-120000-abcdef", "fault", world.targets());
        return provider.prepare(new ConfigChange("shop", NAME, key, value), context)
                .get(0);
    }

    private void heal(PreparedFault fault) throws Exception {
        provider.heal(fault.undo(), HealContext.afterDeath());
        assertThat(provider.verifyHealed(fault.undo(), HealContext.afterDeath()).healed())
                .isTrue();
    }

    private void restored() {
        assertThat(data()).isEqualTo(DATA);
        assertThat(maps().withName(NAME).get().getBinaryData()).isEqualTo(Map.of("logo", "AAEC"));
        unmarked();
    }

    private void unmarked() {
        ConfigMap map = maps().withName(NAME).get();
        assertThat(map.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(map.getMetadata().getAnnotations()).isNullOrEmpty();
    }
}
