package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {

    private static final Thing ORDERS = new Thing(Thing.Sort.DEPLOYMENT, "shop", "orders");
    private static final Mark MARK = Mark.of("workload-scale", "20261128-120000-abcdef", "1-scale");

    @Test
    void whatBreaksCarriesHowItIsUndone() {
        Change change = new Change(ORDERS, "uid-1", Map.of("replicas", 0), Map.of("replicas", 3));

        String breaking = change.breaking(MARK);

        assertThat(breaking)
                .contains("\"uid\":\"uid-1\"", "\"replicas\":0", MARK.text())
                .contains("\"aftershock.dev/workload-scale.undo\":\"{");
        assertThat(change.restoring(MARK))
                .isEqualTo("{\"metadata\":{\"labels\":{\"aftershock.dev/workload-scale\":null},\"annotations\":"
                        + "{\"aftershock.dev/workload-scale.undo\":null}},\"spec\":{\"replicas\":3}}");
        assertThat(Change.field(change.restoring(MARK), "replicas")).contains(Map.of("replicas", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"spec\":{\"paused\":true}}"})
    void anUndoThatDoesNotSayHowTheFieldWasSaysNothing(String undo) {
        assertThat(Change.field(undo, "replicas")).isEmpty();
    }

    @Test
    void ofAConfigMapItIsTheDataThatIsChanged() {
        Thing settings = new Thing(Thing.Sort.CONFIGMAP, "shop", "settings");
        Change change = new Change(settings, "uid-1", Map.of("timeout", "1ms"), Change.nothing("timeout"));

        assertThat(change.breaking(MARK))
                .contains("\"data\":{\"timeout\":\"1ms\"}")
                .doesNotContain("\"spec\":");
        assertThat(change.restoring(MARK)).endsWith("\"data\":{\"timeout\":null}}");
        assertThat(Change.entry(change.restoring(MARK))).contains(Change.nothing("timeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"data\":{}}", "{\"data\":{\"a\":\"1\",\"b\":\"2\"}}", "{\"data\":{\"a\":{}}}"})
    void anUndoOfMoreOrLessThanOneEntrySaysNothing(String undo) {
        assertThat(Change.entry(undo)).isEmpty();
    }

    @Test
    void whatAMarkTellsIsALabelAndNamesTheRun() {
        assertThat(MARK.owner()).isEqualTo("20261128-120000-abcdef.1-scale");
        assertThat(MARK.run()).isEqualTo("20261128-120000-abcdef");
        assertThat(Mark.of("k", "20261128-120000-abcdef", "a step / ".repeat(20))
                        .owner())
                .hasSizeLessThanOrEqualTo(63)
                .matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    }

    @Test
    void anObjectIsWhereTheApiHasIt() {
        assertThat(ORDERS.path()).isEqualTo("/apis/apps/v1/namespaces/shop/deployments/orders");
        assertThat(new Thing(Thing.Sort.NODE, "", "east-1").path()).isEqualTo("/api/v1/nodes/east-1");
        assertThat(new Thing(Thing.Sort.SERVICE, "shop", "orders").path())
                .isEqualTo("/api/v1/namespaces/shop/services/orders");
    }
}
