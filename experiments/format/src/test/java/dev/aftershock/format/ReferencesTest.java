package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.Step;
import dev.aftershock.parts.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    private static final Map<String, String> NONE = Map.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${var:a}                    | one",
                "${var:a:-other}             | one",
                "${var:b:-other}             | other",
                "${var:b:-with: colon-}      | with: colon-",
                "<${var:b:-}>                | <>",
                "${env:HOME_OF}              | /home",
                "${env:NO:-fallback}         | fallback",
                "x${var:a}y${var:a}z         | xoneyonez",
                "$${var:a}                   | ${var:a}",
                "$$${var:a}                  | $${var:a}",
                "$a and $ and {} cost 5$     | $a and $ and {} cost 5$",
                "${var:nested}               | ${env:HOME_OF}${var:a}$${x",
                "${var:group}                | $1 \\ $0",
            })
    void referencesAreReplacedInOnePass(String written, String expected) {
        String text =
                Files.with("title: The link is cut", "title: '" + written + " [${var:a}${var:nested}${var:group}]'");
        Map<String, String> variables = Map.of("a", "one", "nested", "${env:HOME_OF}${var:a}$${x", "group", "$1 \\ $0");
        assertThat(Files.read(text, variables, Map.of("HOME_OF", "/home")).title())
                .startsWith(expected + " [one");
    }

    @Test
    void aReferenceMayStandForAValueOfAnyType() {
        String text =
                Files.with("rto: 10s", "rto: \"${var:rto}\"").replace("strict: true", "strict: \"${env:STRICT}\"");
        assertThat(Files.read(text, Map.of("rto", "10s"), Map.of("STRICT", "true")))
                .isEqualTo(Files.read(Files.GOOD));
    }

    @Test
    void whatIsPutInCanAddNoStructure() {
        String injected = "x\"\nmethod: []\n# ${env:HOME}";
        String text = Files.with("hypothesis: Orders go on.", "hypothesis: ${var:t}");
        assertThat(Files.read(text, Map.of("t", injected), NONE).hypothesis()).isEqualTo(injected);
    }

    @Test
    void referencesInKeysAreNotReplaced() {
        assertThat(Files.problems(Files.with("title: The", "${var:t}: The"), Map.of("t", "title"), NONE))
                .anySatisfy(line -> assertThat(line).contains("unknown key '${var:t}'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${",
                "${}",
                "${a}",
                "${var}",
                "${var:}",
                "${var:a",
                "${var:-x}",
                "${VAR:a}",
                "${var: a}",
                "${var:a-b c}",
                "${file:/etc/passwd}",
                "${script:javascript:1}",
                "${var:${var:a}}",
                "${var:a:-${env:B}}",
                "${secret:A:-plain}",
                "${var:${",
            })
    void aMalformedReferenceIsRefusedAtItsPlace(String reference) {
        String text = Files.with("title: The link is cut", "title: '" + reference + "'");
        assertThat(Files.problems(text)).anySatisfy(line -> assertThat(line)
                .startsWith("a.yaml:2:8: ")
                .contains("is no reference")
                .contains("${var:NAME}"));
    }

    @Test
    void aReferenceWithoutValueSaysHowToGiveOne() {
        String text = Files.with("title: The link is cut", "title: ${var:t}").replace("shop.api", "'${env:SHOP_API}'");
        assertThat(Files.problems(text))
                .containsExactly(
                        "a.yaml:2:8: no value for ${var:t}; expected --var t=VALUE",
                        "a.yaml:11:19: no value for ${env:SHOP_API}; expected the environment variable SHOP_API");
    }

    @Test
    void aVariableThatTheFileDoesNotUseIsAProblem() {
        String text = Files.with("title: The link is cut", "title: ${var:title:-x}");
        assertThat(Files.problems(text, Map.of("titel", "y"), NONE))
                .singleElement()
                .asString()
                .startsWith("--var: unknown variable 'titel'")
                .endsWith("did you mean 'title'?");
        assertThat(Files.problems(Files.GOOD, Map.of("t", "y"), NONE))
                .singleElement()
                .asString()
                .contains("'t'");
    }

    @Test
    void aSecretReachesTheSettingThatHidesIt() {
        Step.Inject step =
                (Step.Inject) Files.read(login("me", "${secret:PASSWORD}"), NONE, Map.of("PASSWORD", "hunter2"))
                        .method()
                        .get(0);
        assertThat(step.fault().settings()).isEqualTo(new Toys.Login("me", new Secret("hunter2"), 1));
        assertThat(step.toString()).doesNotContain("hunter2");
    }

    @Test
    void aSecretIsRefusedInEveryOtherSettingAndNeverShown() {
        Map<String, String> environment = Map.of("S", "hunter2", "PW", "x");
        for (String text : List.of(
                login("${secret:S}", "${secret:PW}"),
                login("a-${secret:S}", "${secret:PW}"),
                Files.with("The link is cut", "${secret:S}"),
                Files.with("rto: 10s", "rto: \"${secret:S}\""),
                Files.with("0 writes", "\"${secret:S}\""),
                Files.with("aftershock: 1", "aftershock: ${secret:S}"),
                Files.with("name: orders", "name: ${secret:S}"),
                Files.with("name: both", "name: ${secret:S}"),
                Files.with("heal: slowly", "heal: ${secret:S}"),
                Files.with("recovered: orders", "recovered: \"${secret:S}\""),
                Files.with("within: 30s", "within: \"${secret:S}\""),
                Files.with("for: 3s", "for: ${secret:S}"),
                Files.with("[a, b]", "[a, \"${secret:S}\"]"),
                Files.with("cut: \"bank -> *\"", "cut: \"${secret:S}\""),
                Files.with("[cut]", "[\"${secret:S}\"]"),
                Files.with("{box: {nodes: 2}}", "${secret:S}"),
                Files.with("mode: very-soft", "mode: \"${secret:S}\""))) {
            assertThat(Files.problems(text, NONE, environment))
                    .as(text)
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("hunter2"));
        }
    }

    @Test
    void aPartThatRepeatsASecretInItsRefusalIsNotHeard() {
        assertThat(Files.problems(login("nobody", "Bearer ${secret:S}"), NONE, Map.of("S", "hunter2")))
                .singleElement()
                .asString()
                .endsWith("'user' cannot log in with '***'");
    }

    @Test
    void anExperimentKnowsEverySecretThatItHoldsAndWhatThatWasMadeOf() {
        YamlExperimentReader reader =
                new YamlExperimentReader(Toys.registry(), name -> Optional.of("hunter2 of " + name));

        assertThat(reader.read("a.yaml", login("me", "Bearer ${secret:S}"), NONE)
                        .secrets())
                .containsExactlyInAnyOrder(new Secret("Bearer hunter2 of S"), new Secret("hunter2 of S"));
        assertThat(reader.read("a.yaml", login("me", "in the clear"), NONE).secrets())
                .containsExactly(new Secret("in the clear"));
        assertThat(reader.read("a.yaml", Files.GOOD, NONE).secrets()).isEmpty();
    }

    @Test
    void aMalformedSecretIsNotRepeated() {
        assertThat(Files.problems(login("me", "${secret:hunter 2}"), NONE, NONE))
                .isNotEmpty()
                .noneMatch(line -> line.contains("hunter"));
    }

    private static String login(String user, String password) {
        return Files.with(
                "{cut: {link: shop -> bank, mode: very-soft, share: 25%}}",
                "{login: {user: \"" + user + "\", password: \"" + password + "\"}}");
    }
}
