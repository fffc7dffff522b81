package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.TimelineEvent.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {

    private final AtomicLong now = new AtomicLong(5);
    private final List<String> onDisk = new ArrayList<>();
    private final List<TimelineEvent> heard = new ArrayList<>();
    private Timeline timeline;

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        RunStore store = RunStore.create(folder.resolve("run"));
        timeline = new Timeline(now::get, store, new RunListener() {
            @Override
            public void event(TimelineEvent event) {
                heard.add(event);
                onDisk.add(lines(store));
            }
        });
    }

    @Test
    void anEventIsOnTheDiskBeforeAnybodyHearsOfIt() {
        assertThat(timeline.record(Type.NOTE, "link\n1", Map.of("text", "seen")))
                .isEqualTo(5);

        TimelineEvent event = new TimelineEvent(5, Type.NOTE, "link 1", Map.of("text", "seen"));
        assertThat(heard).containsExactly(event);
        assertThat(timeline.events()).containsExactly(event);
        assertThat(onDisk).singleElement().asString().contains("\"at\":5", "NOTE", "link 1", "seen");
    }

    @Test
    void whatASystemLoggedHasTheTimeOfItsLog() {
        timeline.recordAt(-3, Type.SYSTEM, "db", Map.of());
        assertThat(timeline.events()).extracting(TimelineEvent::at).containsExactly(-3L);
    }

    @Test
    void theCurrentPhaseIsTheLastThatBegan() {
        assertThat(timeline.currentPhase()).isEmpty();
        timeline.phase("baseline");
        now.set(9);
        timeline.phase("method");

        assertThat(timeline.currentPhase()).isEqualTo("method");
        assertThat(heard)
                .containsExactly(
                        new TimelineEvent(5, Type.PHASE, "baseline", Map.of()),
                        new TimelineEvent(9, Type.PHASE, "method", Map.of()));
    }

    private static String lines(RunStore store) {
        try {
            return Files.readString(store.directory().resolve("timeline.jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
