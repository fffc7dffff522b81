package dev.aftershock.format;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.aftershock.parts.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, the answer is an experiment or an {@link InvalidInputException}. */
class FuzzTest {

    private static final long SEED = 20_240_607L;
    private static final String LETTERS = "{}[]:,#&*!|>'\"%@`-?~ \n\t$.0aZ\0\u0085\u2028\ud800\udc00\uffff\u20ac";
    private static final YamlExperimentReader READER = new YamlExperimentReader(Toys.registry());

    @Test
    void everyPrefixIsReadOrRefused() {
        for (String text : List.of(Files.GOOD, Files.GOOD_JSON)) {
            for (int end = 0; end <= text.length(); end++) {
                readOrRefuse(text.substring(0, end));
            }
        }
    }

    @Test
    void everyChangedCharacterIsReadOrRefused() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? Files.GOOD : Files.GOOD_JSON);
            int at = random.nextInt(text.length());
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, letter);
                case 1 -> text.insert(at, letter);
                default -> text.deleteCharAt(at);
            }
            readOrRefuse(text.toString());
        }
    }

    @Test
    void everyMissingOrRepeatedLineIsReadOrRefused() {
        List<String> lines = Files.GOOD.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i) + "\n";
            readOrRefuse(Files.GOOD.replace(line, ""));
            readOrRefuse(Files.GOOD.replace(line, line + line));
        }
    }

    private static void readOrRefuse(String text) {
        assertThatCode(() -> {
                    try {
                        READER.read("a.yaml", text, Map.of());
                    } catch (InvalidInputException e) {
                        refusedWithPlaces(e);
                    }
                })
                .as(text)
                .doesNotThrowAnyException();
    }

    private static void refusedWithPlaces(InvalidInputException refusal) {
        if (refusal.problems().isEmpty()) {
            throw new IllegalStateException("refused without a problem");
        }
        refusal.problems().forEach(problem -> {
            if (problem.place().line() < 1 || problem.line().contains("\n")) {
                throw new IllegalStateException("no place or not on one line: " + problem);
            }
        });
    }
}
