package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest {

    @Test
    void sixMistakesInOneFileAreToldAtOnceEachWithItsPlace() {
        String text = Files.GOOD
                .replace("rto: 10s", "rto: 10")
                .replace("strict: true", "strct: true")
                .replace("{slow: {value: 2s", "{slwo: {value: 2s")
                .replace("recovered: orders", "recovered: order")
                .replace("mode: very-soft", "mode: soft")
                .replace("stop-after: 1m", "stop-after: 1h");
        assertThat(Files.problems(text).stream().map(MistakesTest::placeAndWhat))
                .contains(
                        "a.yaml:4:19: 'rto' is '10'",
                        "a.yaml:11:58: unknown key 'strct' -> strict",
                        "a.yaml:14:46: 'mode' is 'soft'",
                        "a.yaml:20:18: unknown fault 'slwo' -> slow",
                        "a.yaml:22:29: unknown probe 'order' -> orders",
                        "a.yaml:23:26: 'stop-after' must lie above 0s and at most 15m");
        assertThat(Files.problems(text)).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aftershock: 1       | ''                    | a.yaml:2:1: the version of the format is missing",
                "aftershock: 1       | 'aftershock: one'     | a.yaml:1:13: the version of the format is 'one'",
                "aftershock: 1       | 'aftershock: 2'       | a.yaml:1:13: the file is written in version 2",
                "title: The link is cut | ''                 | a.yaml:1:1: the setting 'title' is missing",
                "title: The link is cut | 'title: \" \"'     | a.yaml:2:8: 'title' is blank",
                "rto: 10s            | 'rto: 0s'             | a.yaml:4:19: 'rto' is '0s'",
                "rto: 10s            | 'rto: [10s]'          | a.yaml:4:19: 'rto' is a list",
                "rpo: 0 writes       | 'rpo: 5'              | a.yaml:4:29: 'rpo' is '5'",
                "rpo: 0 writes       | 'rpo: -1 writes'      | a.yaml:4:29: 'rpo' is '-1 writes'",
                "rpo: 0 writes       | 'latency: 1s'         | a.yaml:4:24: unknown key 'latency'",
                "shop: {box          | 'Shop: {box'          | a.yaml:6:3: the system is named 'Shop'",
                "box: {nodes: 2}     | 'box: {nodes: two}'   | a.yaml:6:23: 'nodes' is 'two'",
                "box: {nodes: 2}     | 'bux: {nodes: 2}'     | -> box",
                "bank: {far          | 'shop: {far'          | a.yaml:8:3: a second system is named 'shop'",
                "name: orders        | 'name: 7up!'          | a.yaml:10:11: the probe is named '7up!'",
                "every: 5ms          | 'every: 0s'           | a.yaml:11:36: 'every' must lie between 1ms and 1m",
                "bad-at-most: 0.5%   | 'bad-at-most: 0.5'    | a.yaml:12:43: 'bad-at-most' is '0.5'",
                "for: 2s}            | 'lasting: 2s}'        | a.yaml:12:49: unknown key 'lasting'",
                "for: 3s             | 'for: 3'              | a.yaml:15:10: 'for' is '3'",
                "for: 3s             | 'four: 3s'            | a.yaml:15:5: unknown key 'four' -> for",
                "heal: slowly        | 'heal: slowy'         | 'slowy' -> slowly",
                "heal: slowly        | 'heel: slowly'        | a.yaml:21:5: unknown key 'heel' -> heal",
                "within: 30s         | 'within: 30'          | a.yaml:22:45: 'within' is '30'",
                "recovered: orders,  | ''                    | the setting 'recovered' is missing",
                "name: slowly        | 'name: both'          | a second step is named 'both'",
                "safeguards:         | 'safegard:'           | a.yaml:23:1: unknown key 'safegard' -> safeguards",
            })
    void eachMistakeIsToldAtItsPlace(String old, String replacement, String expected) {
        assertThat(Files.problems(Files.with(old, replacement)).stream().map(MistakesTest::placeAndWhat))
                .anySatisfy(line -> assertThat(line).contains(expected));
    }

    @Test
    void healingAStepThatComesLaterIsNoHealing() {
        String text = Files.with("method:\n", "method:\n  - heal: slowly\n");
        assertThat(Files.problems(text)).singleElement().asString().startsWith("a.yaml:14:11: unknown earlier step");
    }

    @Test
    void aKeyWithoutValueIsToldAtItsKeyOrValue() {
        for (String key : List.of("title", "hypothesis", "objectives", "probes", "steady-state", "method")) {
            String text = Files.GOOD.replaceAll("(?m)^" + key + ":.*\\n(?:  .*\\n)*", key + ":\n");
            int line = lineOf(text, key + ":");
            assertThat(Files.problems(text)).as(key).anySatisfy(problem -> assertThat(problem)
                    .startsWith("a.yaml:" + line + ":")
                    .contains("'" + key + "' is missing its value"));
        }
    }

    @Test
    void nothingInPlaceOfAStepAProbeAnInjectionOrAPartIsAProblemNotACrash() {
        for (String nothing : List.of("", "~", "null", "[]", "{}", "word", "[[]]", "{a: }", "7")) {
            for (String text : List.of(
                    Files.with("heal: slowly", "heal: " + nothing),
                    Files.with("- heal: slowly", "- " + nothing),
                    Files.with("wait-until: {recovered: orders, within: 30s}", "wait-until: " + nothing),
                    Files.with("inject: {cut: \"bank -> *\"}", "inject: " + nothing),
                    Files.with("shop: {box: {nodes: 2}}", "shop: " + nothing),
                    Files.with("{link: shop -> bank, mode: very-soft, share: 25%}", " {link: " + nothing + "}"),
                    Files.with("name: orders", "name: " + nothing))) {
                assertThat(Files.problems(text).stream().allMatch(problem -> problem.startsWith("a.yaml:")))
                        .as(text)
                        .isTrue();
            }
        }
        assertThat(Files.problems(Files.with("- heal: slowly", "- "))).isNotEmpty();
        assertThat(Files.problems(Files.with("shop: {box: {nodes: 2}}", "shop: ")))
                .isNotEmpty();
        assertThat(Files.problems(Files.with("name: orders", "name: "))).isNotEmpty();
    }

    @Test
    void theStepsOfOneTogetherInjectAndNothingElse() {
        String text = Files.with("- inject: {cut: \"bank -> *\"}", "- heal: slowly");
        assertThat(Files.problems(text)).singleElement().asString().startsWith("a.yaml:18:9: an entry of 'together'");
    }

    private static int lineOf(String text, String start) {
        return (int) text.substring(0, text.indexOf("\n" + start) + 1).lines().count() + 1;
    }

    /** A problem without what was expected: {@code place: what -> suggestion}. */
    private static String placeAndWhat(String line) {
        String what = line.split("; expected ", 2)[0];
        int meant = line.indexOf("; did you mean '");
        return meant < 0 ? what : what + " -> " + line.substring(meant + 16, line.length() - 2);
    }
}
