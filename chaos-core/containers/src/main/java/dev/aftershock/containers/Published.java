package dev.aftershock.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Where the ports of a container are published; engines choose anew when that was left to them. */
final class Published {

    private Published() {}

    /** Such as {@code 8474/tcp at 32768}; empty when none is. */
    static String of(InspectContainerResponse container) {
        Map<ExposedPort, Ports.Binding[]> bindings = Optional.ofNullable(container.getNetworkSettings())
                .map(NetworkSettings::getPorts)
                .map(Ports::getBindings)
                .orElse(Map.of());
        TreeSet<String> told = new TreeSet<>();
        bindings.forEach((port, places) -> {
            for (Ports.Binding place : Optional.ofNullable(places).orElse(new Ports.Binding[0])) {
                told.add(port + " at " + place.getHostPortSpec());
            }
        });
        return String.join(", ", told);
    }

    /** Words for what changed; empty when nothing did. */
    static String changed(String before, InspectContainerResponse now) {
        String after = of(now);
        return after.equals(before) ? "" : "; published are " + after + ", and were " + before;
    }
}
