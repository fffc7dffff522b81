package dev.aftershock.kubernetes;

import java.util.List;
import java.util.Locale;

/** A tool that injects chaos by objects of its own, where a cluster has it. */
enum ChaosTool {
    /** Of its kinds those that act on pods alone, and end with the object. */
    MESH(
            "Chaos Mesh",
            2,
            "chaos-mesh.org/v1alpha1",
            List.of("PodChaos", "NetworkChaos", "StressChaos", "DNSChaos", "IOChaos", "TimeChaos", "HTTPChaos")),
    LITMUS("Litmus", 3, "litmuschaos.io/v1alpha1", List.of("ChaosEngine"));

    private final String title;
    private final int release;
    private final String api;
    private final List<String> kinds;

    ChaosTool(String title, int release, String api, List<String> kinds) {
        this.title = title;
        this.release = release;
        this.api = api;
        this.kinds = kinds;
    }

    /** How people call it. */
    String title() {
        return title;
    }

    /** The first number of those releases that are meant. */
    int release() {
        return release;
    }

    /** The group and the version of its objects. */
    String api() {
        return api;
    }

    /** What a fault may make. */
    List<String> kinds() {
        return kinds;
    }

    /** Of one of the {@link #kinds}. */
    static Thing.Sort sort(String kind) {
        return Thing.Sort.valueOf(kind.toUpperCase(Locale.ROOT));
    }
}
