package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Finding.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictLineTest {

    private static final RecordedRun RUN = new RecordedRun();
    private static final RunHeader HEADER = RUN.recording(2_000, 2_700).header();
    private static final List<ProbeAssessment> ONE = RUN.judge(2_000, 2_700).probes();
    private static final List<ProbeAssessment> TWO = List.of(ONE.get(0), ONE.get(0));

    @Test
    void objectivesAreAlwaysToldAndTheRestOnlyWhenItDidNotPass() {
        assertThat(line(
                        Verdict.PASS,
                        ONE,
                        finding(Verdict.PASS, Topic.RTO, "in time"),
                        finding(Verdict.PASS, Topic.RPO, "nothing lost"),
                        finding(Verdict.PASS, Topic.HEAL, "healed")))
                .isEqualTo("PASS: in time; nothing lost");
        assertThat(line(
                        Verdict.LEAKED,
                        ONE,
                        finding(Verdict.LEAKED, Topic.HEAL, "not healed"),
                        finding(Verdict.PASS, Topic.RTO, "in time")))
                .isEqualTo("LEAKED: not healed; in time");
    }

    @Test
    void withoutAnObjectiveTheTitleSaysWhatItWasAbout() {
        assertThat(line(Verdict.PASS, ONE, finding(Verdict.PASS, Topic.HEAL, "healed")))
                .isEqualTo("PASS: no objective was given; title");
    }

    @Test
    void theNameOfTheOnlyProbeIsLeftOut() {
        Finding ofProbe = finding(Verdict.FAIL, Topic.RTO, "writes: too slow");
        Finding ofRun = finding(Verdict.INVALID, Topic.EFFECT, "no effect was seen");

        assertThat(line(Verdict.INVALID, ONE, ofRun, ofProbe)).isEqualTo("INVALID: no effect was seen; too slow");
        assertThat(line(Verdict.INVALID, TWO, ofRun, ofProbe))
                .isEqualTo("INVALID: no effect was seen; writes: too slow");
    }

    private static String line(Verdict verdict, List<ProbeAssessment> probes, Finding... findings) {
        return VerdictLine.of(verdict, HEADER, List.of(findings), probes);
    }

    private static Finding finding(Verdict verdict, Topic topic, String message) {
        return new Finding(verdict, topic, message, "");
    }
}
