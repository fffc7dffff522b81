package dev.aftershock.proxy;

import java.util.List;
import java.util.Optional;

/** Every toxic type this proxy knows: the one place where a new one is registered. */
final class ToxicTypes {
    private static final List<ToxicType> ALL = List.of(
            new NoopToxic(),
            new LatencyToxic(),
            new TimeoutToxic(),
            new BandwidthToxic(),
            new LimitDataToxic(),
            new SlowCloseToxic(),
            new ResetPeerToxic(),
            new SlicerToxic(),
            new DatagramToxic(),
            new CorruptToxic(),
            new LossToxic(),
            new StallToxic(),
            new DropConnectionToxic());

    private ToxicTypes() {}

    static Optional<ToxicType> find(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
}
