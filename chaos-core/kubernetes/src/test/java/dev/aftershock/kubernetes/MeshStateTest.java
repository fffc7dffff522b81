package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshStateTest {

    private static final Map<String, Object> INJECTED = Map.of("id", "shop/orders-1", "phase", "Injected");

    @Test
    void itIsInjectedWhenChaosMeshSaysSoOfWhatItChose() {
        assertThat(state("True", List.of(INJECTED)).injected()).contains("all 1 that it chose");
        assertThat(state("False", List.of(INJECTED)).injected()).isEmpty();
        assertThat(state("True", List.of()).injected()).as("of nothing").isEmpty();
        assertThat(MeshState.of(new GenericKubernetesResource()).injected()).isEmpty();
    }

    @Test
    void itTellsWhatChaosMeshSaid() {
        Map<String, Object> failed = Map.of(
                "id",
                "shop/orders-2",
                "phase",
                "Not Injected",
                "events",
                List.of(Map.of("type", "Failed", "message", "no daemon"), Map.of("message", "still none")));

        assertThat(state("False", List.of(INJECTED, failed)))
                .hasToString(
                        "Chaos Mesh says AllInjected=False, and of 2 that it chose 1 are injected; last: still none");
        assertThat(MeshState.of(new GenericKubernetesResource()))
                .hasToString("Chaos Mesh says nothing about it, as when its controllers do not run");
    }

    private static MeshState state(String allInjected, List<Map<String, Object>> records) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setAdditionalProperty(
                "status",
                Map.of(
                        "conditions",
                        List.of(Map.of("type", "AllInjected", "status", allInjected)),
                        "experiment",
                        Map.of("containerRecords", records)));
        return MeshState.of(object);
    }
}
