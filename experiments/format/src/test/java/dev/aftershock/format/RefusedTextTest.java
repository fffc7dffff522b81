package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedTextTest {

    @Test
    void anchorsAliasesAndTagsAreRefusedEachAtItsPlaceAndOnlyOnce() {
        String text = SampleFiles.FAILOVER
                .replace("title: Orders", "title: &t Orders")
                .replace("within: 50ms", "within: *t")
                .replace("target: orders-db,", "target: !!str orders-db,")
                .replace("safeguards: {", "safeguards: !java.net.URL {");
        assertThat(SampleParts.problems(text))
                .containsExactly(
                        "a.yaml:2:8: the anchor '&t'; expected the value alone, without an anchor",
                        "a.yaml:8:27: the tag 'tag:yaml.org,2002:str'; expected the value alone, without a tag",
                        "a.yaml:9:24: an alias, which is not followed; expected the value itself",
                        "a.yaml:12:13: the tag '!java.net.URL'; expected the value alone, without a tag");
    }

    @Test
    void keysAreWords() {
        assertThat(SampleParts.problems(SampleFiles.FAILOVER + "[a]: 1\n? {b: c}\n: 2\n~: 3\n"))
                .containsExactly(
                        "a.yaml:13:1: a key that is a list; expected a word as the key",
                        "a.yaml:14:3: a key that is a mapping with the keys b; expected a word as the key",
                        "a.yaml:16:1: an empty key; expected a word as the key");
    }

    @Test
    void whatIsNeitherYamlNorJsonIsToldWithItsPlace() {
        assertThat(SampleParts.problems("title: a: b\n"))
                .containsExactly("a.yaml:1:9: neither YAML nor JSON: mapping values are not allowed here");
        assertThat(SampleParts.problems("a: 1\n\tb: 2\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:2:1: neither");
        assertThat(SampleParts.problems("{\n \"a\": 1,\n \"b\": [1, 2\n}\n"))
                .singleElement()
                .asString()
                .startsWith("a.yaml:4:1: neither YAML nor JSON: ")
                .endsWith("that begins at a.yaml:3:7");
        assertThat(SampleParts.problems("a: 1\nb: x\u0007\n"))
                .containsExactly("a.yaml:2:5: the character U+0007 is not allowed; expected printable text");
        assertThat(SampleParts.problems("%YAML 2.0\n---\na: 1\n"))
                .singleElement()
                .asString()
                .contains("YAML 1.2");
    }

    @Test
    void noFileCanWriteToTheTerminalThroughAMessage() {
        assertThat(SampleParts.problems(SampleFiles.failover("rto: 5s", "\"\\e[2J\\n\": 5s")))
                .first()
                .asString()
                .startsWith("a.yaml:4:14: unknown key '\\u001b[2J\\n'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\e[2J,001B", "\\x9b31m,009B", "\\rPASS,000D", "\\u202E,202E"})
    void noValueHoldsWhatSteersATerminalOrTurnsTextAround(String written) {
        String[] parts = written.split(",");
        assertThat(SampleParts.problems(SampleFiles.failover("title: Orders", "title: \"" + parts[0] + "\" #")))
                .containsExactly(
                        "a.yaml:2:8: the character U+" + parts[1] + " is not allowed; expected printable text");
    }

    @Test
    void aTitleIsOneLineSoThatItCannotLookLikeAVerdict() {
        assertThat(SampleParts.problems(SampleFiles.failover("title: Orders", "title: \"a\\nPASS: R3 = 0 s\" #")))
                .containsExactly("a.yaml:2:8: 'title' has several lines; expected one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{", "- ", "? ", "&a ", "*a ", "\"a", "{a: ", "a,", "!a ", "'", "|\n ", "#\n", "${"})
    void aHostileFileIsRefusedSoon(String piece) {
        String text = piece.repeat(256 * 1024 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(SampleParts.problems(text))
                .isNotEmpty());
    }

    @Test
    void manyUnknownKeysAndReferencesAreRefusedSoon() {
        StringBuilder keys = new StringBuilder(SampleFiles.FAILOVER);
        for (int i = 0; keys.length() < 250 * 1024; i++) {
            keys.append("k").append(i).append(": \"${var:v").append(i).append("}\"\n");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(SampleParts.problems(keys.toString()))
                .hasSizeGreaterThan(10_000));
    }
}
