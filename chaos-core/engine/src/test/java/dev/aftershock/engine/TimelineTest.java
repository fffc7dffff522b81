package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private final List<String> untold = new ArrayList<>();
    private RunStore store;
    private Timeline timeline;

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        store = RunStore.create(folder.resolve("run"));
        timeline = new Timeline(
                now::get,
                store,
                new RunListener() {
                    @Override
                    public void event(TimelineEvent event) {
                        heard.add(event);
                        onDisk.add(lines(store));
                        if (event.subject().equals("broken display")) {
                            throw new IllegalStateException("no terminal");
                        }
                    }
                },
                untold::add);
    }

    @Test
    void aDisplayThatFailsIsToldTheNextEventAllTheSame() {
        timeline.record(Type.NOTE, "broken display", Map.of());
        timeline.record(Type.NOTE, "next", Map.of());

        assertThat(heard).extracting(TimelineEvent::subject).containsExactly("broken display", "next");
    }

    @Test
    void whatCannotBeWrittenIsToldOnceAndNobodyJudgesWhatIsLeft() throws IOException {
        timeline.record(Type.NOTE, "first", Map.of());
        timeline.refuseGaps();
        Path file = store.directory().resolve("timeline.jsonl");
        Path kept = Files.move(file, file.resolveSibling("kept"));
        Files.createDirectory(file);

        timeline.record(Type.NOTE, "second", Map.of());
        Files.delete(file);
        Files.move(kept, file);
        timeline.record(Type.NOTE, "third", Map.of());

        assertThat(untold).singleElement().asString().contains("cannot write the timeline in");
        assertThat(heard).extracting(TimelineEvent::subject).containsExactly("first", "second", "third");
        assertThat(Files.readString(file))
                .as("a record with a gap is none")
                .contains("first")
                .doesNotContain("third");
        assertThatThrownBy(timeline::refuseGaps)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write the timeline in")
                .hasMessageContaining("everything was healed as far as it could be");
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
