package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The suite is complete: 63 cases of the protocol, 17 of the life cycle and 40 of toxics have at least one row each. */
class ConformanceCasesTest {
    private static final Map<Character, Integer> CASES = Map.of('P', 63, 'L', 17, 'T', 40);

    /** {@code p07P08MissingName...}: the numbers come first, then a sentence. */
    private static final Pattern ROW = Pattern.compile("([plt]\\d\\d(?:[PLT]\\d\\d)*)[A-Z].*");

    @Test
    void everyRowBeginsWithTheNumbersOfItsCases() {
        assertThat(rows()).isNotEmpty().allMatch(name -> ROW.matcher(name).matches());
    }

    @Test
    void everyCaseHasARow() {
        Set<String> covered = new TreeSet<>();
        for (String row : rows()) {
            Matcher name = ROW.matcher(row);
            if (name.matches()) {
                covered.addAll(List.of(name.group(1).toUpperCase(Locale.ROOT).split("(?<=\\d\\d)")));
            }
        }
        Set<String> expected = new TreeSet<>();
        new TreeMap<>(CASES).forEach((group, count) -> IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format(Locale.ROOT, "%s%02d", group, i))
                .forEach(expected::add));
        assertThat(expected).hasSize(120);
        assertThat(covered).isEqualTo(expected);
    }

    private static List<String> rows() {
        return Arrays.stream(ToxiproxyConformance.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .toList();
    }
}
