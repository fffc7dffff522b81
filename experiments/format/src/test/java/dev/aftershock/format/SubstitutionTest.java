package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problem;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {

    private static final Place HERE = new Place("a.yaml", 1, 4);
    private static final Map<String, String> VARIABLES =
            Map.of("a", "A", "empty", "", "nested", "${var:a} ${env:REGION} $${", "dollar", "$1\\");

    private final Problems problems = new Problems();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "plain, plain",
                "${var:a}, A",
                "x${var:a}y${var:a}z, xAyAz",
                "${env:REGION}, west",
                "${var:none:-b}, b",
                "${var:none:-}, \"\"",
                "${var:none:-:-x}, :-x",
                "${var:none:-{a:b}, {a:b",
                "${var:a:-b}, A",
                "${var:empty:-b}, \"\"",
                "${env:NONE:-b c}, b c",
                "$${var:a}, ${var:a}",
                "$${ ${var:a}, ${ A",
                "$$${var:a}, $${var:a}",
                "$${}${var:a}, ${}A",
                "$a $ {var:a} 5$, $a $ {var:a} 5$",
                "${var:dollar}, $1\\"
            })
    void referencesAreReplacedByAFixedGrammar(String written, String expected) {
        assertThat(substituted(written).text()).isEqualTo(expected);
        assertThat(problems.any()).isFalse();
    }

    @Test
    void whatIsPutInIsNeverLookedAtAgain() {
        assertThat(substituted("${var:nested}").text()).isEqualTo("${var:a} ${env:REGION} $${");
        assertThat(problems.any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${a}",
                "${}",
                "${var:}",
                "${var:a",
                "${var: a}",
                "${var:1a}",
                "${sys:user.home}",
                "${VAR:a}",
                "${var:a:b}",
                "${var:a-b:c}",
                "${var:none:-${var:a}}",
                "#{1}${T(java.lang.Runtime)}",
                "${var:a\n}"
            })
    void anythingElseIsAProblem(String written) {
        substituted(written);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("a.yaml:1:4: '${")
                .contains("is no reference; expected ${var:NAME} or ${env:NAME}");
    }

    @Test
    void aReferenceWithoutValueSaysHowToGiveOne() {
        substituted("${var:none} ${env:NONE} ${secret:NONE}");
        assertThat(lines())
                .containsExactly(
                        "a.yaml:1:4: no value for ${var:none}; expected --var none=VALUE",
                        "a.yaml:1:4: no value for ${env:NONE}; expected the environment variable NONE",
                        "a.yaml:1:4: no value for ${secret:NONE}; expected the environment variable NONE");
    }

    @Test
    void aSecretMarksTheWholeValueAndNothingElseDoes() {
        assertThat(substituted("user:${secret:DB_PASSWORD}@db")).satisfies(value -> {
            assertThat(value.text()).isEqualTo("user:hunter2@db");
            assertThat(value.secret()).isTrue();
            assertThat(value.toString()).doesNotContain("hunter2");
        });
        assertThat(substituted("$${secret:DB_PASSWORD}").secret()).isFalse();
        assertThat(substituted("${env:DB_PASSWORD}").secret()).isFalse();
    }

    @Test
    void aSecretHasNoDefaultAndAMisspelledOneIsNotRepeated() {
        substituted("${secret:DB_PASSWORD:-hunter2}");
        substituted("${secret=hunter2}");
        assertThat(lines()).hasSize(2).allMatch(line -> line.contains("'${secret...}' is no reference"));
    }

    @Test
    void onlyValuesAreReplacedNeverKeys() {
        Value.Keyed written = new Value.Keyed(
                Map.of("${var:a}", new Value.Items(List.of(new Value.Scalar("${var:a}", HERE)), HERE)),
                Map.of("${var:a}", HERE),
                HERE);
        Value.Keyed replaced = substitution().apply(written);
        assertThat(replaced.entries()).containsOnlyKeys("${var:a}");
        assertThat(replaced.entries().get("${var:a}"))
                .isEqualTo(new Value.Items(List.of(new Value.Scalar("A", HERE)), HERE));
    }

    @Test
    void secretsAreRefusedWhereverAValueIsShownAndNeverRepeated() {
        String secret = "\"${secret:DB_PASSWORD}\"";
        String text = """
                aftershock: S
                title: S
                hypothesis: S
                objectives: {rto: S, rpo: S}
                lab: {orders-db: {postgres-pair: {replication: S, failover-after: S, members: S}}}
                targets: {stock: {database: {url: S, password: S, labels: [S]}}, x: {database: S}, y: S}
                probes:
                  - {name: S, ask: {target: S, every: S, strict: S}}
                steady-state: {within: S, bad-at-most: S, for: S}
                method:
                  - {inject: {latency: {link: S, value: S, share: S}}, name: S, for: S}
                  - {inject: {latency: S}}
                  - heal: S
                  - wait-until: {recovered: S, within: S}
                  - together: [S]
                  - {together: S, name: S}
                safeguards: {stop-after: S, allow-irreversible: [S]}
                """.replaceAll("\\bS\\b", Matcher.quoteReplacement(secret));
        long password = 1;
        long written = text.split(Pattern.quote(secret), -1).length - 1;
        assertThat(SampleParts.problems(text))
                .noneMatch(line -> line.contains("hunter2"))
                .filteredOn(line -> line.contains("secret"))
                .hasSize((int) (written - password));
    }

    @Test
    void aSecretIsRefusedAlsoWhereItsTextWouldFit() {
        String text = SampleFiles.failover(
                        "rto: 5s, rpo: 0 writes", "rto: \"${secret:FIVE_SECONDS}\", rpo: \"${secret:FIVE_SECONDS}\"")
                .replace("aftershock: 1", "aftershock: ${secret:ONE}")
                .replace("within: 50ms", "within: \"${secret:FIVE_SECONDS}\"");
        assertThat(SampleParts.problems(text))
                .hasSize(4)
                .allMatch(line -> line.contains("secret"))
                .noneMatch(line -> line.contains("'5s'"));
    }

    @Test
    void aSettingThatHidesItsValueTakesASecret() {
        SampleParts.Database stock = (SampleParts.Database) SampleParts.read(SampleFiles.EVERYTHING)
                .experiment()
                .targets()
                .get(2)
                .part()
                .settings();
        assertThat(stock.password().orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(SampleParts.read(SampleFiles.EVERYTHING).experiment().toString())
                .doesNotContain("hunter2");
        assertThat(SampleParts.read(SampleFiles.EVERYTHING).source()).doesNotContain("hunter2");
    }

    @Test
    void aBrokenReferenceIsOneProblemNotTwo() {
        assertThat(SampleParts.problems(SampleFiles.failover("${var:replication:-sync}", "${var:replication}")))
                .containsExactly("a.yaml:5:48: no value for ${var:replication}; expected --var replication=VALUE");
    }

    @Test
    void aWrongValueIsReportedAsItIsAfterReplacement() {
        assertThat(SampleParts.problems(SampleFiles.FAILOVER, Map.of("replication", "none")))
                .containsExactly("a.yaml:5:48: 'replication' is 'none'; expected one of sync, remote-apply, async");
    }

    private Value.Scalar substituted(String text) {
        Value.Keyed written = new Value.Keyed(Map.of("k", new Value.Scalar(text, HERE)), Map.of(), HERE);
        return (Value.Scalar)
                Optional.ofNullable(substitution().apply(written).entries().get("k"))
                        .orElseThrow();
    }

    private Substitution substitution() {
        return new Substitution(VARIABLES, name -> Optional.ofNullable(SampleParts.ENVIRONMENT.get(name)), problems);
    }

    private List<String> lines() {
        return problems.all().stream().map(Problem::line).toList();
    }
}
