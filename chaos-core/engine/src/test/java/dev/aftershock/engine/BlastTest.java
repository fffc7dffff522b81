package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.parts.Percent;
import dev.aftershock.parts.TargetInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlastTest {

    private static final List<TargetInfo> TARGETS = Stream.concat(
                    Stream.of("a", "b", "c", "d")
                            .map(name -> new TargetInfo("db." + name, "", Set.of(ProcessTarget.class))),
                    Stream.of("x", "y").map(name -> new TargetInfo(name, "", Set.of(LinkTarget.class))))
            .toList();

    private final Blast twoProcessesAndALink = blast(Set.of("db.a", "db.b"), Set.of("x"));

    @Test
    void itCountsWhatIsTouchedAndWhatThereIs() {
        assertThat(twoProcessesAndALink.touched()).isEqualTo(3);
        assertThat(twoProcessesAndALink.sorts().stream().map(Blast.Sort::text))
                .containsExactlyInAnyOrder("2 of 4: a process", "1 of 2: a link");
        assertThat(twoProcessesAndALink.beyond(BlastRadius.DEFAULT)).isEmpty();
    }

    @Test
    void everyLimitThatIsPassedIsTold() {
        BlastRadius narrow =
                new BlastRadius(Optional.of(2), Optional.of(new Percent(50)), 2, List.of("db.*", "nobody"));
        assertThat(twoProcessesAndALink.beyond(narrow))
                .containsExactlyInAnyOrder(
                        "the faults touch 3 targets, more than the 2 of 'targets'",
                        "the faults touch 1 of 2: a link, and leave 1, fewer than the 2 of 'keep-healthy'",
                        "a fault touches 'db.a', which 'deny' protects",
                        "a fault touches 'db.b', which 'deny' protects");
        assertThat(twoProcessesAndALink.beyond(
                        new BlastRadius(Optional.of(3), Optional.of(new Percent(49)), 1, List.of())))
                .containsExactlyInAnyOrder(
                        "the faults touch 2 of 4: a process, more than the 49% of 'share'",
                        "the faults touch 1 of 2: a link, more than the 49% of 'share'");
    }

    @Test
    void limitsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new BlastRadius(Optional.of(0), Optional.empty(), 0, List.of()))
                .hasMessageContaining("'targets' is 0");
        assertThatThrownBy(() -> new BlastRadius(Optional.empty(), Optional.empty(), -1, List.of()))
                .hasMessageContaining("'keep-healthy' is -1");
    }

    private static Blast blast(Set<String> processes, Set<String> links) {
        return Blast.of(Map.of(ProcessTarget.class, new TreeSet<>(processes), LinkTarget.class, links), TARGETS);
    }
}
