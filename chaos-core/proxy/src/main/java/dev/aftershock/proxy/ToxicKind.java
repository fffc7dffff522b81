package dev.aftershock.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Every toxic that this proxy knows: a new one is one class and one line here. */
enum ToxicKind {
    /** Delays data. */
    LATENCY(List.of("latency", "jitter"), LatencyStage::new),
    /** Swallows data, and closes the connection after a time without traffic. */
    TIMEOUT(List.of("timeout"), TimeoutStage::new),
    /** Does nothing. */
    NOOP(List.of(), NoopStage::new);

    private final List<String> attributes;
    private final Supplier<Stage> stages;

    ToxicKind(List<String> attributes, Supplier<Stage> stages) {
        this.attributes = attributes;
        this.stages = stages;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> attributes() {
        return attributes;
    }

    /** A new state machine of this kind, for one direction of one connection. */
    Stage stage() {
        return stages.get();
    }

    static Optional<ToxicKind> named(String word) {
        return List.of(values()).stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst();
    }
}
