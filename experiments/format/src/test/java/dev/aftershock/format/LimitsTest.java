package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final int MOST = 256 * 1024;

    @Test
    void aFileMayHold256KiBAndNotAByteMore() {
        String full = Files.GOOD + "#".repeat(MOST - Files.GOOD.length());
        assertThat(Files.problems(full)).isEmpty();
        assertThat(Files.problems(full + "#"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:1:1: ")
                .contains("256 KiB");
    }

    @Test
    void theSizeIsCountedInBytesNotInCharacters() {
        String text = Files.GOOD + "#" + "\u20ac".repeat(MOST / 3);
        assertThat(Files.problems(text)).singleElement().asString().contains("256 KiB");
    }

    @Test
    void twentyLevelsAreReadAndTheTwentyFirstIsRefusedAtItsPlace() {
        assertThat(Files.problems(nested(19))).noneMatch(line -> line.contains("levels deep"));
        assertThat(Files.problems(nested(20)))
                .singleElement()
                .asString()
                .startsWith("a.yaml:1:" + (4 + 20 - 1) + ": ")
                .contains("more than 20 levels");
    }

    @Test
    void aHundredThousandBracketsAreRefusedQuickly() {
        for (String open : List.of("[", "{a: ", "- ", "? ")) {
            String text = "x: " + (open.equals("- ") || open.equals("? ") ? "\n  " : "") + open.repeat(60_000);
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThat(Files.problems(text)).as(open).isNotEmpty());
        }
    }

    @Test
    void anchorsAndAliasesAreRefusedWhereverTheyStand() {
        String text = Files.with("rto: 10s", "rto: &long 10s").replace("stop-after: 1m", "stop-after: *long");
        assertThat(Files.problems(text))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("a.yaml:4:19: the anchor '&long'"))
                .anySatisfy(line -> assertThat(line).startsWith("a.yaml:23:26: an alias"));
    }

    @Test
    void aBillionLaughsAreNoneAndTakeNoTime() {
        String laughs = IntStream.range(1, 30)
                .mapToObj(i -> "l" + i + ": &l" + i + " ["
                        + IntStream.range(0, 10).mapToObj(j -> "*l" + (i - 1)).collect(Collectors.joining(", ")) + "]")
                .collect(Collectors.joining("\n", "l0: &l0 lol\n", "\n"));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(Files.problems(laughs))
                .anySatisfy(line -> assertThat(line).contains("an alias")));
    }

    @Test
    void anAliasThatRefersToItselfIsRefused() {
        assertThat(Files.problems(Files.with("heal: slowly", "heal: &a [*a]")))
                .anySatisfy(line -> assertThat(line).contains("an alias"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!str x", "!!java.net.URL [x]", "!own x", "!!binary aGk=", "! x", "!<tag:x.org,1:y> x"})
    void tagsAreRefused(String value) {
        assertThat(Files.problems(Files.with("title: The link is cut", "title: " + value)))
                .anySatisfy(line -> assertThat(line).startsWith("a.yaml:2:8: the tag '"));
    }

    @Test
    void aKeyTwiceIsRefusedNamingBothPlaces() {
        assertThat(Files.problems(Files.with("hypothesis: Orders go on.", "hypothesis: a\ntitle: again")))
                .singleElement()
                .asString()
                .startsWith("a.yaml:4:1: the key 'title' stands here again, first at a.yaml:2:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"? [a]\n: b", "? {a: b}\n: c", "~: x", ": x", "<<: {title: x}"})
    void aKeyThatIsNoWordIsRefused(String entry) {
        assertThat(Files.problems(Files.GOOD + entry + "\n")).isNotEmpty().allSatisfy(line -> assertThat(line)
                .startsWith("a.yaml:24:"));
    }

    @Test
    void aSecondDocumentIsRefusedAtItsPlace() {
        assertThat(Files.problems(Files.GOOD + "---\n" + Files.GOOD))
                .singleElement()
                .asString()
                .startsWith("a.yaml:24:1: a second document begins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~", "null\n", "   "})
    void anEmptyFileIsToldToBeEmpty(String text) {
        assertThat(Files.problems(text)).singleElement().asString().contains("the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b\n", "[]", "just words", "42", "\"\""})
    void aFileThatIsNoMappingIsRefused(String text) {
        assertThat(Files.problems(text))
                .singleElement()
                .asString()
                .startsWith("a.yaml:1:1: ")
                .contains("an experiment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [1, 2",
                "a: {b: c",
                "a: \"open",
                "a: b: c",
                "a:\n\t- b",
                "a: @b",
                "a: `b`",
                "%YAML 3.0\n---\na: b",
                "%TAG ! x\n%TAG ! y\n---\na: b",
                "a: \u0007",
                "a: \ud800",
                "- a\nb: c",
                "a: |9x\n b"
            })
    void textThatIsNeitherYamlNorJsonIsRefusedOnOneLineWithItsPlace(String text) {
        assertThat(Files.problems(text)).singleElement().asString().matches("a\\.yaml:\\d+:\\d+: .{5,}");
    }

    @Test
    void wordsThatOldYamlTakesForSwitchesAndDatesStayTexts() {
        for (String word : List.of("yes", "no", "on", "2020-01-01", "012", "1e3", "0x1f", "1:30:00", ".inf")) {
            assertThat(Files.read(Files.with("The link is cut", word)).title()).isEqualTo(word);
        }
    }

    /** A mapping whose value lies in so many lists. */
    private static String nested(int lists) {
        return "x: " + "[".repeat(lists) + "]".repeat(lists);
    }
}
