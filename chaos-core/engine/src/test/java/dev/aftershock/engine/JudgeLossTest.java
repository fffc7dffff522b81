package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Finding.Topic;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a recording is found to show of lost writes, in words and at the very edges. */
class JudgeLossTest {

    private final RecordedRun run = new RecordedRun();

    @Test
    void asManyWritesMayBeLostAsTheObjectiveSays() {
        writes(8);
        run.survivors = Optional.of(survivors(1, 2));
        assertThat(loss(new Objectives.Writes(6)).verdict()).isEqualTo(Verdict.PASS);
        Finding missed = loss(new Objectives.Writes(5));
        assertThat(missed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(missed.message())
                .startsWith("writes: RPO 6 of 8 acknowledged writes lost [3-3, 3-4, 3-5, 3-6, 3-7, ...], the oldest ")
                .endsWith(" before the fault (objective 5 writes)");
        run.survivors = Optional.of(survivors(1, 2, 3));
        assertThat(loss(new Objectives.Writes(0)).message()).contains("[3-4, 3-5, 3-6, 3-7, 3-8], the oldest");
    }

    @Test
    void theAgeOfWhatIsLostHasABracketOfItsOwn() {
        writes(8);
        run.survivors = Optional.of(survivors(1, 2));
        Bracket age = ledgered().ledger().orElseThrow().age().orElseThrow();
        assertThat(age.low()).isLessThan(age.high());
        assertThat(loss(age(age.high())).verdict()).isEqualTo(Verdict.PASS);
        assertThat(loss(age(age.high() - 1)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(loss(age(age.low())).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(loss(age(age.low() - 1)).verdict()).isEqualTo(Verdict.FAIL);
        run.survivors = Optional.of(survivors(1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(loss(age(0)).verdict()).as("nothing is lost").isEqualTo(Verdict.PASS);
        assertThat(loss(age(0)).message()).isEqualTo("writes: RPO 0 of 8 acknowledged writes lost (objective 0s)");
    }

    @Test
    void aStoreThatIsNotWhatWasWrittenFailsWhateverTheRpoSays() {
        writes(2);
        run.rpo = Optional.of(new Objectives.Writes(2));
        run.survivors = Optional.of(List.of(new Survivor(3, 1, 7, 2), new Survivor(3, 2, 8, 1)));
        assertThat(broken())
                .containsExactly("writes: the store is not what was written: 1 duplicated, 1 corrupted,"
                        + " 0 out of order, 0 never written, 0 refused or deleted yet present");
        run.write(3, 2_500);
        run.survivors = Optional.of(survivors(1, 2));
        assertThat(broken()).containsExactly("writes: 1 writes were acknowledged after the fault and are lost");
    }

    private List<String> broken() {
        run.ledger = true;
        return run.judge(2_000, 2_700).findings().stream()
                .filter(finding -> finding.topic() == Topic.RPO && finding.verdict() == Verdict.FAIL)
                .map(Finding::message)
                .toList();
    }

    private void writes(int count) {
        for (int seq = 1; seq <= count; seq++) {
            run.write(seq, 1_500 + seq * 20L);
        }
    }

    private static List<Survivor> survivors(long... kept) {
        List<Survivor> survivors = new ArrayList<>();
        for (long seq : kept) {
            survivors.add(new Survivor(3, seq, 7, 1, seq));
        }
        return survivors;
    }

    private static Objectives.Rpo age(long nanos) {
        return new Objectives.Age(Duration.ofNanos(nanos));
    }

    private Finding loss(Objectives.Rpo rpo) {
        run.ledger = true;
        run.rpo = Optional.of(rpo);
        return RecordedRun.finding(run.judge(2_000, 2_700), Topic.RPO);
    }

    private ProbeAssessment ledgered() {
        run.ledger = true;
        return run.judge(2_000, 2_700).probes().get(0);
    }

    @Test
    void refusedWritesAreNoLossAndNoAcknowledgement() {
        run.write(1, 1_500, LedgerEntry.Result.REFUSED);
        Finding nothing = loss(new Objectives.Writes(0));
        assertThat(nothing.verdict()).isEqualTo(Verdict.INVALID);
    }
}
