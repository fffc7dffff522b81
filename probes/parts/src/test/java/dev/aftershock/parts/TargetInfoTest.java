package dev.aftershock.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetInfoTest {

    private static final TargetInfo PRIMARY = new TargetInfo("db.primary", "", Set.of(String.class));
    private static final TargetInfo STANDBY = new TargetInfo("db.standby", "", Set.of(StringBuilder.class));
    private static final TargetInfo LINK = new TargetInfo("clients -> db.primary", "", Set.of(Integer.class));
    private static final List<TargetInfo> ALL = List.of(PRIMARY, STANDBY, LINK);

    @ParameterizedTest
    @CsvSource({
        "db.primary, db.primary, true",
        "db.primary, dbxprimary, false",
        "db.primary, db.primary2, false",
        "*, db.primary, true",
        "db.*, db.primary, true",
        "db.*, db., true",
        "db.*, xdb.primary, false",
        "*.primary, db.primary, true",
        "*.primary, db.primary2, false",
        "* -> db.primary, clients -> db.primary, true",
        "*prim*, clients -> db.primary, true",
        "a*a, a, false",
        "a*a, aa, true",
        "a**b, ab, true",
        "*ab*ab, abab, true",
        "*ab*ab, aab, false",
        "x\\E*, x\\Ey, true"
    })
    void aStarStandsForAnyRunOfCharactersAndNothingElseIsSpecial(String pattern, String name, boolean expected) {
        assertThat(TargetInfo.matches(pattern, name)).isEqualTo(expected);
    }

    @Test
    void aHostilePatternTakesNoTime() {
        String name = "a".repeat(2_000);
        String pattern = "*a".repeat(900) + "*b";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(TargetInfo.matches(pattern, name))
                .isFalse());
    }

    @Test
    void onlyTargetsThatOfferTheCapabilityMatch() {
        assertThat(TargetInfo.matching(ALL, "db.*", CharSequence.class)).containsExactly(PRIMARY, STANDBY);
        assertThat(TargetInfo.matching(ALL, "db.*", String.class)).containsExactly(PRIMARY);
        assertThat(TargetInfo.matching(ALL, "*", Number.class)).containsExactly(LINK);
        assertThat(TargetInfo.matching(ALL, "db.primary", Number.class)).isEmpty();
    }

    @Test
    void oneTargetIsWantedAndSeveralAreRefusedByName() {
        Targets targets = new Targets() {
            @Override
            public <T> List<Named<T>> find(String name, Class<T> capability) {
                return List.of(new Named<>("a", capability.cast("first")), new Named<>("b", capability.cast("second")));
            }
        };
        assertThatThrownBy(() -> targets.one("*", String.class))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("code: '*' stands for 2 targets: [a, b]; expected a name that stands for exactly one");
    }
}
