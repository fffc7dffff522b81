package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Survivor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCopiesTest {

    private static final HttpWrite WRITE = HttpWrite.of("run", 3, 7);
    private static final Survivor INTACT = new Survivor(3, 7, WRITE.hash(), 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'payload':'%'}",
                "{'order':{'payload':'%','other':'text'}}",
                "{'note':'it says %.'}",
                "'%'",
                "[{'payload':'%'}]",
                "[{'items':[{'payload':'%'}]}]",
                "<order>%</order>"
            })
    void oneIntactCopyIsFound(String body) {
        assertThat(found(body)).containsExactly(INTACT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'payload':'x%'}", "{'payload':'x','note':'%'}", "{}", "null", "7", "", "<order/>", "[{}]"})
    void oneCopyThatIsNotIntactIsFound(String body) {
        assertThat(found(body)).hasSize(1).allMatch(copy -> copy.copies() == 1 && copy.hash() != WRITE.hash());
    }

    @Test
    void anEmptyListMeansThatItIsAbsent() {
        assertThat(found("[]")).isEmpty();
    }

    @Test
    void eachElementOfAListIsACopy() {
        assertThat(found("['%', {'payload':'%'}, {'payload':'x'}, {'payload':'%'}, {'payload':'x'}]"))
                .containsExactlyInAnyOrder(
                        new Survivor(3, 7, WRITE.hash(), 3), new Survivor(3, 7, HttpWrite.hashOf("x"), 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{'payload':'%'}", "{'payload':'%'", "[[", "['%',"})
    void aTextThatEndsTooSoonIsReadAsText(String body) {
        assertThat(found(body)).hasSize(1);
    }

    @Test
    void writesDifferInIdAndPayload() {
        assertThat(List.of(
                                HttpWrite.of("run", 3, 7),
                                HttpWrite.of("run", 3, 8),
                                HttpWrite.of("run", 4, 7),
                                HttpWrite.of("another", 3, 7))
                        .stream()
                        .map(HttpWrite::payload))
                .doesNotHaveDuplicates()
                .allMatch(payload -> payload.matches("[0-9a-f]{32}"));
    }

    private static List<Survivor> found(String body) {
        HttpCopies copies = new HttpCopies(WRITE);
        String text = body.replace('\'', '"').replace("%", WRITE.payload());
        copies.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return copies.found();
    }
}
