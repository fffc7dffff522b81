package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinderTest {

    enum Mode {
        SYNC,
        REMOTE_APPLY
    }

    record Everything(
            @Setting("A text.") String text,
            @Setting("A whole number.") int count,
            @Setting("A large number.") long bytes,
            @Setting("A number.") double ratio,
            @Setting("A switch.") boolean strict,
            @Setting("A time.") Duration holdFor,
            @Setting("A share.") Percent share,
            @Setting("A password.") Secret password,
            @Setting("An address.") URI address,
            @Setting("A word.") Mode mode) {}

    record Small(
            @Setting("How many.") int count,
            @Setting("How long.") Duration every) {
        Small {
            if (count > 10) {
                throw new IllegalArgumentException("'count' must be at most 10");
            }
            if (every.toMillis() > count * 1000L) {
                throw new IllegalArgumentException("the whole must last at most a second per item");
            }
        }
    }

    record Gentle(
            @Setting(value = "How long.", byDefault = "250ms")
            Duration every,

            @Setting(value = "Kinds.", byDefault = "") List<String> kinds,
            @Setting("A limit.") Optional<Integer> limit,
            @Setting("A note.") Optional<String> note) {}

    record Nested(
            @Setting("The inner one.") Small inner,
            @Setting("Several.") List<Small> several,
            @Setting("Times.") List<Duration> times) {}

    record Reserved(@Setting("How long it must hold.") Duration lasting) {}

    private final Problems problems = new Problems();

    @Test
    void everyTypeIsReadFromItsSpelling() {
        Everything bound = bind(
                        Everything.class,
                        Map.of(
                                "text", "hello",
                                "count", "-3",
                                "bytes", "5000000000",
                                "ratio", "0.25",
                                "strict", "true",
                                "hold-for", "1.5s",
                                "share", "0.5%",
                                "password", "hunter2",
                                "address", "http://127.0.0.1:8080/x",
                                "mode", "remote-apply"))
                .orElseThrow();
        assertThat(bound)
                .isEqualTo(new Everything(
                        "hello",
                        -3,
                        5_000_000_000L,
                        0.25,
                        true,
                        Duration.ofMillis(1500),
                        new Percent(0.5),
                        new Secret("hunter2"),
                        URI.create("http://127.0.0.1:8080/x"),
                        Mode.REMOTE_APPLY));
    }

    @Test
    void everyTypeRefusesWhatItIsNotAndSaysWhatItExpects() {
        assertThat(bind(
                        Everything.class,
                        Map.of(
                                "text", "",
                                "count", "3000000000",
                                "bytes", "12kB",
                                "ratio", "0x1p3",
                                "strict", "yes",
                                "hold-for", "5",
                                "share", "120%",
                                "password", "",
                                "address", "127.0.0.1",
                                "mode", "remote_apply")))
                .isEmpty();
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "code: 'text' is ''; expected a text",
                        "code: 'count' is '3000000000'; expected a whole number",
                        "code: 'bytes' is '12kB'; expected a whole number",
                        "code: 'ratio' is '0x1p3'; expected a number",
                        "code: 'strict' is 'yes'; expected true or false",
                        "code: 'hold-for' is '5'; expected a duration with its unit, such as 250ms, 5s, 2m or 1h",
                        "code: 'share' is '120%'; expected a percentage from 0% to 100%, such as 1%",
                        "code: 'address' is '127.0.0.1'; expected an absolute URI, such as http://127.0.0.1:8080",
                        "code: 'mode' is 'remote_apply'; expected one of sync, remote-apply");
    }

    @Test
    void allProblemsAreFoundAtOnceEachAtItsPlace() {
        Value.Keyed written = new Value.Keyed(
                Map.of("evry", scalar("5ms", 3), "count", scalar("many", 2)),
                Map.of("evry", new Place("a.yaml", 3, 1), "count", new Place("a.yaml", 2, 1)),
                new Place("a.yaml", 1, 1));
        assertThat(Binder.bind(Small.class, written, List.of(), problems)).isEmpty();
        assertThat(lines())
                .containsExactly(
                        "a.yaml:1:1: the setting 'every' is missing; expected how long",
                        "a.yaml:2:9: 'count' is 'many'; expected a whole number",
                        "a.yaml:3:1: unknown key 'evry'; expected one of count, every; did you mean 'every'?");
    }

    @Test
    void keysOfSomebodyElseAreNoErrorAndNothingIsBoundFromThem() {
        Value.Keyed written = keyed(Map.of("count", "1", "every", "1s", "name", "x"));
        assertThat(Binder.bind(Small.class, written, List.of("name"), problems))
                .contains(new Small(1, Duration.ofSeconds(1)));
        assertThat(problems.any()).isFalse();
    }

    @Test
    void anUnknownKeyAloneIsEnoughToBindNothing() {
        assertThat(bind(Gentle.class, Map.of("colour", "red"))).isEmpty();
        assertThat(lines()).singleElement().asString().contains("unknown key 'colour'");
    }

    @Test
    void whatIsLeftOutTakesItsDefaultOrIsEmpty() {
        assertThat(bind(Gentle.class, Map.of()))
                .contains(new Gentle(Duration.ofMillis(250), List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void optionalSettingsAreBoundAndCheckedLikeOthers() {
        assertThat(bind(Gentle.class, Map.of("limit", "7", "note", "n")))
                .contains(new Gentle(Duration.ofMillis(250), List.of(), Optional.of(7), Optional.of("n")));
        assertThat(bind(Gentle.class, Map.of("limit", "seven"))).isEmpty();
        assertThat(lines()).containsExactly("code: 'limit' is 'seven'; expected a whole number");
    }

    @Test
    void aSingleValueStandsForAListOfOne() {
        assertThat(bind(Gentle.class, Map.of("kinds", "down")).orElseThrow().kinds())
                .containsExactly("down");
    }

    @Test
    void aListOfTextsKeepsItsOrderAndRefusesWhatIsNoText() {
        Value.Keyed written = keyedValues(Map.of("kinds", items(scalar("reset", 1), scalar("down", 1))));
        assertThat(Binder.bind(Gentle.class, written, List.of(), problems)
                        .orElseThrow()
                        .kinds())
                .containsExactly("reset", "down");
        Value.Keyed wrong = keyedValues(Map.of("kinds", items(scalar("down", 1), items(scalar("reset", 2)))));
        assertThat(Binder.bind(Gentle.class, wrong, List.of(), problems)).isEmpty();
        assertThat(lines()).containsExactly("code: 'kinds' is a list; expected a text");
    }

    @Test
    void recordsAndListsAreBoundInside() {
        Value.Keyed small = keyed(Map.of("count", "2", "every", "1s"));
        Value.Keyed written = keyedValues(Map.of(
                "inner", small,
                "several", items(small, small),
                "times", items(scalar("1s", 1), scalar("2s", 1))));
        Small expected = new Small(2, Duration.ofSeconds(1));
        assertThat(Binder.bind(Nested.class, written, List.of(), problems))
                .contains(new Nested(
                        expected, List.of(expected, expected), List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))));
    }

    @Test
    void everyWrongItemOfAListIsReported() {
        Value.Keyed written = keyedValues(Map.of(
                "inner", scalar("2", 1),
                "several", items(keyed(Map.of("count", "2", "every", "1s")), keyed(Map.of("count", "2"))),
                "times", items(scalar("1", 2), scalar("2s", 3), scalar("3", 4))));
        assertThat(Binder.bind(Nested.class, written, List.of(), problems)).isEmpty();
        assertThat(lines())
                .containsExactly(
                        "a.yaml:1:9: 'inner' is '2'; expected a mapping with the keys count, every",
                        "a.yaml:2:9: 'times' is '1'; expected a duration with its unit, such as 250ms, 5s, 2m or 1h",
                        "a.yaml:4:9: 'times' is '3'; expected a duration with its unit, such as 250ms, 5s, 2m or 1h",
                        "code: the setting 'every' is missing; expected how long");
    }

    @Test
    void aRefusalByTheRecordStandsWhereTheSettingThatItNamesWasWritten() {
        Value.Keyed written = new Value.Keyed(
                Map.of("count", scalar("11", 4), "every", scalar("1s", 5)), Map.of(), new Place("a.yaml", 3, 1));
        assertThat(Binder.bind(Small.class, written, List.of(), problems)).isEmpty();
        assertThat(lines()).containsExactly("a.yaml:4:9: 'count' must be at most 10");
    }

    @Test
    void aRefusalThatNamesNoSettingStandsWithItsMapping() {
        Value.Keyed written = new Value.Keyed(
                Map.of("count", scalar("1", 4), "every", scalar("9s", 5)), Map.of(), new Place("a.yaml", 3, 1));
        assertThat(Binder.bind(Small.class, written, List.of(), problems)).isEmpty();
        assertThat(lines()).containsExactly("a.yaml:3:1: the whole must last at most a second per item");
    }

    @Test
    void aKeyWithoutValueIsSaidToBeMissingIt() {
        Value.Keyed written = keyedValues(Map.of("every", new Value.Nothing(new Place("a.yaml", 2, 8))));
        assertThat(Binder.bind(Gentle.class, written, List.of(), problems)).isEmpty();
        assertThat(lines())
                .containsExactly("a.yaml:2:8: 'every' is missing its value; expected a duration with its unit,"
                        + " such as 250ms, 5s, 2m or 1h");
    }

    @Test
    void aSettingMayBeWrittenUnderAWordThatJavaReserves() {
        List<SettingInfo> declared =
                List.of(SettingInfo.of(Reserved.class).get(0).writtenAs("for"));
        assertThat(Binder.bind(Reserved.class, declared, keyed(Map.of("for", "2s")), problems))
                .contains(new Reserved(Duration.ofSeconds(2)));
        assertThat(Binder.bind(Reserved.class, declared, keyed(Map.of("lasting", "2s")), problems))
                .isEmpty();
        assertThat(lines())
                .containsExactly(
                        "code: unknown key 'lasting'; expected one of for",
                        "code: the setting 'for' is missing; expected how long it must hold");
    }

    @Test
    void aSecretIsTakenOnlyBySettingsThatHideIt() {
        Value.Scalar secret = new Value.Scalar("hunter2", Place.CODE, true);
        assertThat(Binder.bind(Gentle.class, keyedValues(Map.of("note", secret)), List.of(), problems))
                .isEmpty();
        assertThat(Binder.bind(Gentle.class, keyedValues(Map.of("kinds", items(secret))), List.of(), problems))
                .isEmpty();
        assertThat(Binder.bind(Gentle.class, keyedValues(Map.of("every", secret)), List.of(), problems))
                .isEmpty();
        assertThat(lines())
                .hasSize(3)
                .allMatch(line -> line.contains("is given as a secret"))
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aRecordWithoutDeclaredSettingsIsAMistakeOfItsAuthor() {
        record Undeclared(int count) {}
        assertThatThrownBy(() -> SettingInfo.of(Undeclared.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Undeclared.count carries no @Setting");
    }

    private <S extends Record> Optional<S> bind(Class<S> settings, Map<String, String> written) {
        return Binder.bind(settings, keyed(written), List.of(), problems);
    }

    private List<String> lines() {
        return problems.all().stream().map(Problem::line).toList();
    }

    private static Value.Scalar scalar(String text, int line) {
        return new Value.Scalar(text, new Place("a.yaml", line, 9));
    }

    private static Value.Items items(Value... values) {
        return new Value.Items(List.of(values), Place.CODE);
    }

    private static Value.Keyed keyed(Map<String, String> written) {
        Map<String, Value> values = new LinkedHashMap<>();
        written.forEach((key, text) -> values.put(key, new Value.Scalar(text, Place.CODE)));
        return keyedValues(values);
    }

    private static Value.Keyed keyedValues(Map<String, ? extends Value> values) {
        return new Value.Keyed(new LinkedHashMap<>(values), Map.of(), Place.CODE);
    }
}
