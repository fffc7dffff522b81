package dev.aftershock.proxy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every toxic type this proxy knows: the one place where a new one is registered. */
final class ToxicTypes {
    private static final List<ToxicType> TOXIPROXYS = List.of(
            new NoopToxic(),
            new LatencyToxic(),
            new TimeoutToxic(),
            new BandwidthToxic(),
            new LimitDataToxic(),
            new SlowCloseToxic(),
            new ResetPeerToxic(),
            new SlicerToxic());

    private static final List<ToxicType> OURS = List.of(
            new DatagramToxic(),
            new CorruptToxic(),
            new LossToxic(),
            new StallToxic(),
            new DropConnectionToxic(),
            new HttpToxic());

    private ToxicTypes() {}

    static Optional<ToxicType> find(String name) {
        return Stream.of(TOXIPROXYS, OURS)
                .flatMap(List::stream)
                .filter(type -> type.name().equals(name))
                .findFirst();
    }

    static boolean isToxiproxys(String name) {
        return TOXIPROXYS.stream().anyMatch(type -> type.name().equals(name));
    }

    /** The names of all attributes that Toxiproxy knows. */
    static Set<String> toxiproxysAttributes() {
        return TOXIPROXYS.stream()
                .flatMap(type -> type.attributes().stream())
                .filter(attribute -> !attribute.own())
                .map(Attribute::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
