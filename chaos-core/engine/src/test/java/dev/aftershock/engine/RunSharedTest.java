package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSharedTest {

    private final List<String> closed = new ArrayList<>();
    private final RunShared shared = new RunShared();

    private record Named(String name, List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add(name);
            throw new IllegalStateException("closing fails");
        }
    }

    @Test
    void aThingIsMadeOnceAndClosedWithTheRunWhateverFails() {
        Named lease = get("lease");
        assertThat(get("lease")).isSameAs(lease);
        get("way");
        assertThat(shared.first("greeting")).isTrue();
        assertThat(shared.first("greeting")).isFalse();

        shared.close();
        shared.close();
        assertThat(closed).containsExactly("way", "lease");
    }

    private Named get(String name) {
        return shared.get(name, Named.class, () -> new Named(name, closed));
    }
}
