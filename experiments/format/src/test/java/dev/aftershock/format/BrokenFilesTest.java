package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokenFilesTest {

    @Test
    void sixDifferentMistakesAreReportedAtOnceEachAtItsPlace() {
        String text = """
                aftershock: 1
                title: Orders survive the loss of their primary database
                hypothesis: Writes are accepted again within 5 s.
                objectives: {rto: 5, rpo: 0 writes}
                lab: {orders-db: {postgres-pear: {replication: sync}}}
                probes:
                  - name: orders-write
                    jdbc-ledger: {target: orders-db, evry: 2ms, writers: many}
                steady-state: {within: 50ms, bad-at-most: 1%, for: 2s, within: 60ms}
                method:
                  - inject: {proces-kill: {target: orders-db.primary}}
                """;
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:4:19: 'rto' is '5';"
                                + " expected a duration with its unit, such as 250ms, 5s, 2m or 1h, above 0s",
                        "a.yaml:5:19: unknown kind of system under 'lab' 'postgres-pear';"
                                + " expected one of postgres-pair; did you mean 'postgres-pair'?",
                        "a.yaml:8:38: unknown key 'evry'; expected one of deadline, every, target, writers;"
                                + " did you mean 'every'?",
                        "a.yaml:8:58: 'writers' is 'many'; expected a whole number",
                        "a.yaml:9:56: the key 'within' stands here again, first at a.yaml:9:16;"
                                + " expected each key once",
                        "a.yaml:11:14: unknown fault 'proces-kill'; expected one of latency, process-kill;"
                                + " did you mean 'process-kill'?");
    }

    @Test
    void everythingThatMustBeThereIsAskedForAtOnce() {
        assertThat(SampleParts.problems("lab: {}"))
                .containsExactly(
                        "a.yaml:1:1: the version of the format is missing; expected aftershock: 1 as the first line",
                        "a.yaml:1:1: the setting 'title' is missing; expected one line that names the experiment",
                        "a.yaml:1:1: the setting 'hypothesis' is missing;"
                                + " expected what is believed to hold while the fault acts",
                        "a.yaml:1:1: the setting 'probes' is missing; expected a list with at least one entry",
                        "a.yaml:1:1: the setting 'steady-state' is missing;"
                                + " expected what normal looks like, such as {within: 50ms, bad-at-most: 1%, for: 2s}");
    }

    @Test
    void whatBreaksSomethingMustPromiseSomethingAndTheOtherWayRound() {
        String method = "method:\n  - inject: {process-kill: {target: orders-db.primary}}\n";
        assertThat(SampleParts.problems(SampleFiles.failover(method, "")))
                .containsExactly(
                        "a.yaml:1:1: the setting 'method' is missing; expected a list with at least one entry");
        assertThat(SampleParts.problems(SampleFiles.failover(
                        "objectives: {rto: 5s, rpo: 0 writes}          # rpo also as an age: 1s\n", "")))
                .containsExactly("a.yaml:1:1: the setting 'objectives' is missing;"
                        + " expected {rto: 5s, rpo: 0 writes}, or one of the two");
    }

    @Test
    void aNewerVersionIsRefusedWithoutMisleadingProblems() {
        assertThat(SampleParts.problems("aftershock: 2\nnews: {}\n"))
                .containsExactly("a.yaml:1:13: the file is written in version 2 of the format, newer than this release"
                        + " of Aftershock; expected aftershock: 1, or a newer release");
    }

    @Test
    void aVersionThatIsNoneIsRefused() {
        assertThat(SampleParts.problems(SampleFiles.failover("aftershock: 1", "aftershock: one")))
                .containsExactly("a.yaml:1:13: the version of the format is 'one'; expected aftershock: 1");
        assertThat(SampleParts.problems(SampleFiles.failover("aftershock: 1", "aftershock: 0")))
                .containsExactly("a.yaml:1:13: the version of the format is '0'; expected aftershock: 1");
        assertThat(SampleParts.problems(SampleFiles.failover("aftershock: 1", "aftershock: [1]")))
                .containsExactly("a.yaml:1:13: the version of the format is a list; expected aftershock: 1");
    }

    @Test
    void aValueThatIsMissingIsSaidToBeMissing() {
        assertThat(SampleParts.problems(SampleFiles.failover("within: 50ms", "within: ")))
                .containsExactly("a.yaml:9:23: 'within' is missing its value;"
                        + " expected a duration with its unit, such as 250ms, 5s, 2m or 1h");
        assertThat(SampleParts.problems(SampleFiles.failover("{stop-after: 60s}", "~")))
                .containsExactly("a.yaml:12:13: 'safeguards' is missing its value; expected a mapping");
        assertThat(SampleParts.problems(SampleFiles.failover("{rto: 5s, rpo: 0 writes}", "null")))
                .containsExactly("a.yaml:4:13: 'objectives' is missing its value;"
                        + " expected {rto: 5s, rpo: 0 writes}, or one of the two");
        assertThat(SampleParts.problems(SampleFiles.EVERYTHING.replace("{postgres-pair: {}}", "{postgres-pair: }")))
                .containsExactly("a.yaml:6:29: 'postgres-pair' is missing its value;"
                        + " expected a mapping of its settings, {} for its defaults");
    }

    @Test
    void aSystemInTheWrongSectionIsSentToTheRightOne() {
        assertThat(SampleParts.problems(
                        SampleFiles.EVERYTHING.replace("lab:", "targets-:").replace("targets:", "lab:")))
                .contains(
                        "a.yaml:8:13: 'database' is a system that runs already, but stands under 'lab';"
                                + " expected it under 'targets'",
                        "a.yaml:5:1: unknown key 'targets-'; expected one of aftershock, hypothesis, lab, method,"
                                + " objectives, probes, safeguards, steady-state, targets, title;"
                                + " did you mean 'targets'?");
        assertThat(SampleParts.problems(SampleFiles.failover("lab:", "targets:")))
                .containsExactly("a.yaml:5:23: 'postgres-pair' is started for the run, but stands under 'targets';"
                        + " expected it under 'lab'");
    }

    @Test
    void namesAreGivenOnceAndWellFormed() {
        String text = SampleFiles.EVERYTHING
                .replace("  stock:", "  orders-db:")
                .replace("    name: billing", "    name: orders")
                .replace("    name: undo", "    name: slow")
                .replace("name: slow-a", "name: Slow_A");
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:9:3: a second system is named 'orders-db', the first at a.yaml:6:3;"
                                + " expected each name once",
                        "a.yaml:15:11: a second probe is named 'orders', the first at a.yaml:12:11;"
                                + " expected each name once",
                        "a.yaml:23:57: the step is named 'Slow_A';"
                                + " expected at most 40 lower-case letters, digits and dashes, the first no dash",
                        "a.yaml:25:11: unknown earlier step with a fault 'slow-a';"
                                + " expected one of 2-1-process-kill, Slow_A, slow; did you mean 'slow'?",
                        "a.yaml:26:11: a second step is named 'slow', the first at a.yaml:19:11;"
                                + " expected each name once");
    }

    @Test
    void aMadeNameMayNotBeGivenAgain() {
        assertThat(SampleParts.problems(SampleFiles.failover(
                        "safeguards:", "  - {heal: 1-process-kill, name: 1-process-kill}\nsafeguards:")))
                .containsExactly("a.yaml:12:34: a second step is named '1-process-kill', the first at a.yaml:11:5;"
                        + " expected each name once");
    }

    @Test
    void stepsReferOnlyToWhatExistsEvenWhenThatIsBrokenItself() {
        String text = SampleFiles.EVERYTHING
                .replace("recovered: orders", "recovered: order")
                .replace("jdbc-ledger: orders-db", "jdbc-ledger: {target: orders-db, writers: x}")
                .replace("heal: slow-a", "heal: slow-b")
                .replace("value: 1s", "value: 1");
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:13:47: 'writers' is 'x'; expected a whole number",
                        "a.yaml:23:45: 'value' is '1';"
                                + " expected a duration with its unit, such as 250ms, 5s, 2m or 1h",
                        "a.yaml:24:29: unknown probe 'order'; expected one of billing, orders;"
                                + " did you mean 'orders'?",
                        "a.yaml:25:11: unknown earlier step with a fault 'slow-b';"
                                + " expected one of 2-1-process-kill, slow, slow-a; did you mean 'slow-a'?");
    }

    @Test
    void wordsOfAStepInsideItsFaultAreSentOutside() {
        assertThat(SampleParts.problems(SampleFiles.failover("orders-db.primary}}", "orders-db.primary}, for: 3s}")))
                .containsExactly("a.yaml:11:57: 'for' stands inside 'inject';"
                        + " expected it beside 'inject', as a key of the step");
    }

    @Test
    void settingsBesideTheirKindAreSentInside() {
        assertThat(SampleParts.problems(
                        SampleFiles.failover("orders-db, every: 2ms, deadline: 1s}", "orders-db}\n    every: 2ms")))
                .containsExactly("a.yaml:9:5: 'every' stands beside 'jdbc-ledger';"
                        + " expected it inside: jdbc-ledger: {every: ...}");
    }

    @Test
    void aStepDoesExactlyOneThing() {
        assertThat(SampleParts.problems(SampleFiles.failover(
                        "safeguards:",
                        "  - name: idle\n  - {heal: 1-process-kill, wait-until: {}}\n  - {inject: {}}\nsafeguards:")))
                .containsExactly(
                        "a.yaml:12:5: a step that does nothing; expected one of inject, heal, wait-until, together, declare",
                        "a.yaml:13:5: a step that does several things: [heal, wait-until];"
                                + " expected one of inject, heal, wait-until, together, declare",
                        "a.yaml:14:14: no fault is chosen; expected one of latency, process-kill");
    }

    @Test
    void twoKindsInOnePlaceAreRefused() {
        assertThat(SampleParts.problems(
                        SampleFiles.failover("orders-db.primary}}", "x}, latency: {link: a, value: 1s}}")))
                .containsExactly("a.yaml:11:41: several kinds of fault in one place: process-kill, latency;"
                        + " expected one of them");
    }

    @Test
    void timesOfZeroAreRefusedWhereTheyMeanNothing() {
        String text = SampleFiles.EVERYTHING
                .replace("for: 3s", "for: 0s")
                .replace("within: 30s", "within: 0s")
                .replace("every: 50ms", "every: 0ms");
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:14:50: 'every' must lie between 1ms and 1m",
                        "a.yaml:20:10: 'for' must be longer than 0s",
                        "a.yaml:24:45: 'within' must be longer than 0s");
    }

    @Test
    void whatIsNoListOrMappingIsSaidToBeSo() {
        String text = """
                aftershock: 1
                title: [a]
                hypothesis: "  "
                objectives: [5s]
                lab: 5
                targets: {x: 5, y: {database: [a]}}
                probes: {name: x}
                steady-state: often
                method: []
                safeguards: {stop-after: {}}
                """;
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:2:8: 'title' is a list; expected a text",
                        "a.yaml:4:13: 'objectives' is a list; expected {rto: 5s, rpo: 0 writes}, or one of the two",
                        "a.yaml:5:6: 'lab' is '5'; expected a mapping",
                        "a.yaml:6:14: 'x' is '5'; expected a mapping",
                        "a.yaml:6:31: 'url' is a list; expected a text",
                        "a.yaml:7:9: 'probes' is a mapping with the keys name;"
                                + " expected a list with at least one entry",
                        "a.yaml:8:15: 'steady-state' is 'often'; expected a mapping",
                        "a.yaml:9:9: 'method' is an empty list; expected a list with at least one entry",
                        "a.yaml:10:26: 'stop-after' is an empty mapping;"
                                + " expected a duration with its unit, such as 250ms, 5s, 2m or 1h");
    }

    @Test
    void theWordOfTheFileIsUsedAlsoWhereJavaHasAnother() {
        assertThat(SampleParts.problems(SampleFiles.failover("for: 2s", "lasting: 2s")))
                .containsExactly(
                        "a.yaml:9:15: the setting 'for' is missing;"
                                + " expected how long it must hold, before the fault and after recovery",
                        "a.yaml:9:47: unknown key 'lasting'; expected one of bad-at-most, for, traffic, within");
        assertThat(SampleParts.problems(SampleFiles.failover("for: 2s", "for: 2")))
                .containsExactly("a.yaml:9:52: 'for' is '2';"
                        + " expected a duration with its unit, such as 250ms, 5s, 2m or 1h");
    }

    @Test
    void aRefusalByAPartStandsAtTheSettingThatItNames() {
        assertThat(SampleParts.problems(SampleFiles.failover("failover-after: 300ms", "members: 0")))
                .containsExactly("a.yaml:5:85: 'members' must be at least 1");
    }

    @Test
    void unknownVariablesAreListedWithThoseOfTheFile() {
        assertThat(SampleParts.problems(SampleFiles.FAILOVER, Map.of("replicaton", "async", "zone", "a")))
                .containsExactly(
                        "--var: unknown variable 'replicaton'; expected one of replication;"
                                + " did you mean 'replication'?",
                        "--var: unknown variable 'zone'; expected one of replication");
        assertThat(SampleParts.problems(SampleFiles.EVERYTHING, Map.of("zone", "a")))
                .containsExactly("--var: unknown variable 'zone'; expected none, since the file uses no variables");
    }
}
