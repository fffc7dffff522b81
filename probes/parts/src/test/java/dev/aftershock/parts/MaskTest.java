package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    private static final String SECRET = "k3y/of+the h\"use\\&é<7";

    private static Mask mask(String... secrets) {
        return new Mask(List.of(secrets).stream().map(Secret::new).toList());
    }

    private static String base64(Base64.Encoder encoder, String text) {
        return encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The spellings in which servers and drivers repeat what they were sent. */
    private static List<String> spellings(String secret) {
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        List<String> spellings = new ArrayList<>(List.of(
                secret,
                json,
                json.replace("/", "\\/").replace("é", "\\u00e9"),
                json.replace("\\", "\\\\").replace("\"", "\\\""),
                secret.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"),
                secret.replace("&", "&#38;").replace("<", "&#x3C;"),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"),
                secret.replace("/", "%2f")));
        for (String user : List.of("", "a:", "ab:", "abc:", "a long user:")) {
            for (String behind : List.of("", "\n", ", and more")) {
                spellings.add(base64(Base64.getEncoder(), user + secret + behind));
                spellings.add(base64(Base64.getUrlEncoder(), user + secret + behind));
                spellings.add(base64(Base64.getUrlEncoder().withoutPadding(), user + secret + behind));
                spellings.add(base64(Base64.getEncoder().withoutPadding(), user + secret + behind));
            }
        }
        return spellings;
    }

    @Test
    void everySpellingOfASecretIsHiddenWhole() {
        for (String spelling : spellings(SECRET)) {
            assertThat(mask(SECRET).of("before " + spelling + " after"))
                    .as(spelling)
                    .isEqualTo("before *** after");
        }
    }

    @Test
    void spellingsWithinWordsAndAtTheEndsAreHiddenToo() {
        for (String spelling : spellings("correct-horse")) {
            assertThat(mask("correct-horse").of(spelling)).isEqualTo("***");
            assertThat(mask("correct-horse").of("<" + spelling + ">")).isEqualTo("<***>");
        }
    }

    @Test
    void noPartOfARandomSecretIsLeftInWhateverSurroundsIt() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String secret = text(random, 4 + random.nextInt(20));
            List<String> spellings = spellings(secret);
            String spelling = spellings.get(random.nextInt(spellings.size()));
            String masked = mask(secret).of("(" + spelling + ") [" + spelling + "]");
            assertThat(masked).as("'%s' as '%s'", secret, spelling).isEqualTo("(***) [***]");
        }
    }

    /** Neither blanks at its ends, which no line keeps, nor an escape as part of the secret itself. */
    private static String text(Random random, int length) {
        String characters = "abcdefghijKLMNOPQR0123456789!$*+,-./:;=?@^_|~<\"\\&";
        StringBuilder text = new StringBuilder();
        IntStream.range(0, length).forEach(i -> text.append(characters.charAt(random.nextInt(characters.length()))));
        return text.toString();
    }

    @Test
    void overlappingSecretsAreHiddenTogether() {
        assertThat(mask("abcdef", "defghi").of("x abcdefghi y")).isEqualTo("x *** y");
        assertThat(mask("secret", "secretive").of("a secretive one, a secret one"))
                .isEqualTo("a *** one, a *** one");
        assertThat(mask("aaaa").of("aaaaaa")).isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {".*.*", "[a-z]+", "$1\\E", "(((((", "\\\\\\\\", "a|b|c", "^...$"})
    void charactersOfRegularExpressionsMeanNothing(String secret) {
        assertThat(mask(secret).of("it is '" + secret + "', not abcd")).isEqualTo("it is '***', not abcd");
    }

    @Test
    void aShortSecretIsHiddenOnlyWhereItIsAWord() {
        assertThat(mask("ok").of("ok: the token is ok, said tokyo (ok)"))
                .isEqualTo("***: the token is ***, said tokyo (***)");
    }

    @Test
    void anEmptySecretHidesNothing() {
        assertThat(mask("", "  ").of("as it was")).isEqualTo("as it was");
    }

    @Test
    void whatIsLeftOfASecretThatWasCutOffIsHidden() {
        assertThat(mask("correct-horse").of("answered correct-ho...")).isEqualTo("answered ***...");
        assertThat(mask("correct-horse").of("answered correct-hors")).isEqualTo("answered ***");
        assertThat(mask("correct-horse").of("answered cor")).isEqualTo("answered cor");
        assertThat(mask("correct-horse").of("correct answers")).isEqualTo("correct answers");
    }

    @Test
    void aTokenIsHiddenWithoutItsSchemeAndAPasswordWithoutItsUrl() {
        assertThat(mask("Bearer abc-123-def").of("no such token: abc-123-def!")).isEqualTo("no such token: ***!");
        assertThat(mask("Basic " + base64(Base64.getEncoder(), "shop:battery")).of("wrong: battery"))
                .isEqualTo("wrong: ***");
        assertThat(mask("redis://shop:battery@cache:6379").of("wrong: battery")).isEqualTo("wrong: ***");
    }

    @Test
    void theLinesOfALongSecretAreHiddenOneByOne() {
        Mask mask = mask("-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n");

        assertThat(mask.of("found kqhkiG9w0BAQEF in line 3")).isEqualTo("found *** in line 3");
        assertThat(mask.of("read MIIEvQIBADANBg kqhkiG9w0BAQEF")).isEqualTo("read *** ***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cannot reach postgres://shop:battery@db:5432/x | cannot reach postgres://shop:***@db:5432/x",
                "redis://:battery@cache | redis://:***@cache",
                "http://u:p@ss@host/path | http://u:***@host/path",
                "user=shop&password=battery&ssl=true | user=shop&password=***&ssl=true",
                "dbPassword: battery, next | dbPassword: ***, next",
                "{\"token\":\"a b\\\"c\",\"n\":1} | {\"token\":***,\"n\":1}",
                "body {\\\"token\\\":\\\"abc\\\"} | body {\\\"token\\\":***}",
                "X-Api-Key: 12345 | X-Api-Key: ***",
                "apikey=12345 | apikey=***",
                "Authorization: Bearer abc.def-1 | Authorization: Bearer ***",
                "authorization=Basic dXNlcjpwYXNz | authorization=Basic ***",
                "sent Bearer 0123456789abcdef0 | sent Bearer ***",
                "sent Basic dXNlcjpwYXNz= twice | sent Basic *** twice",
                "ALTER ROLE shop PASSWORD 'battery' | ALTER ROLE shop PASSWORD ***",
            })
    void whatLooksLikeASecretIsHiddenThoughNobodyDeclaredIt(String text, String masked) {
        assertThat(Mask.ofShapes().of(text)).isEqualTo(masked);
        assertThat(Mask.ofShapes().of(masked)).as("once more").isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password authentication failed for user \"shop\"",
                "Basic authentication is required",
                "connection refused: localhost/127.0.0.1:5432",
                "http://127.0.0.1:8474/proxies/a@b",
                "{\"api\":\"http://127.0.0.1:40211\",\"process\":\"3578@417723\"}",
                "password: ${secret:DB_PASSWORD}",
                "token: \"Bearer ${secret:TOKEN}\"",
                "PASS: R3 = 0.34 s [0.31, 0.41] of RTO 5 s",
                "'primary' streams from 'standby' at 12:00:00",
                "tokens: 5, secrets are none",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Mask.ofShapes().of(text)).isEqualTo(text);
    }

    @Test
    void longTextsTakeTimeThatIsLinearInThem() {
        String nearly = "a".repeat(500) + "b";
        Mask mask = mask(nearly, "://" + "x".repeat(100));
        for (String piece : List.of("a", "://u:", "password", "Bearer ", "%61", "\\u0061", "a:a@", "token=", "&#97;")) {
            String shorter = piece.repeat(20_000 / piece.length());
            String longer = shorter.repeat(8);
            mask.of(shorter);
            long begun = System.nanoTime();
            mask.of(shorter);
            long once = System.nanoTime() - begun;
            begun = System.nanoTime();
            mask.of(longer);
            long eight = System.nanoTime() - begun;
            assertThat(eight)
                    .as("'%s' took %d ns, eight times as much %d ns", piece, once, eight)
                    .isLessThan(once * 40 + 200_000_000);
        }
    }

    @Test
    void equalTextsAreMaskedOnce() {
        var remembering = mask("battery").remembering();
        String first = remembering.apply("wrong: battery");

        assertThat(first).isEqualTo("wrong: ***");
        assertThat(remembering.apply(new String("wrong: battery"))).isSameAs(first);
    }

    @Test
    void aSecretThatIsLearntLaterIsHiddenFromThenOn() {
        Mask mask = Mask.ofShapes();
        assertThat(mask.found("battery")).isEmpty();
        mask.hide(List.of(new Secret("battery")));
        assertThat(mask.found("battery")).containsExactly(new Secret("battery"));
        assertThat(mask).hasToString("a mask of 1 secrets");
    }

    @Test
    void secretsAreFoundWhereverSettingsHoldThem() {
        record Header(String name, Secret value) {}
        record Settings(java.util.Optional<Secret> one, List<Header> headers, Header nested, int number) {}
        Header header = new Header("a", new Secret("second"));
        Settings settings = new Settings(
                java.util.Optional.of(new Secret("first")), List.of(header), new Header("b", new Secret("third")), 3);

        assertThat(SecretSettings.in(settings).map(Secret::reveal)).containsExactly("first", "second", "third");
    }
}
