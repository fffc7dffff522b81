package dev.aftershock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "25, 10", "50%, 5", "51%, 6", "1%, 1", "100%, 10", "all, 10"})
    void anAmountIsThatMany(String written, int drawn) {
        assertThat(Amount.parse("amount", written).drawn(TEN, 7)).hasSize(drawn).doesNotHaveDuplicates();
    }

    @Test
    void upToIsFromOneToThatManyAndAllOfThemComeUp() {
        assertThat(IntStream.range(0, 200)
                        .map(seed -> Amount.parse("amount", "up to 50%")
                                .drawn(TEN, seed)
                                .size())
                        .boxed())
                .containsOnly(1, 2, 3, 4, 5);
    }

    @Test
    void theSameSeedDrawsTheSameAndOthersDrawOthers() {
        Amount one = Amount.parse("amount", "1");
        assertThat(one.drawn(TEN, 7)).isEqualTo(one.drawn(TEN, 7));
        assertThat(IntStream.range(0, 200).mapToObj(seed -> one.drawn(TEN, seed).get(0)))
                .containsAll(TEN);
    }

    @Test
    void nothingIsDrawnOfNothing() {
        assertThat(Amount.parse("amount", "all").drawn(List.of(), 7)).isEmpty();
        assertThat(Amount.parse("amount", "up to 50%").drawn(List.of(), 7)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "101%", "-1", "up to 3", "some", "", "1.5", "99999999"})
    void whatIsNoAmountIsRefused(String written) {
        assertThatThrownBy(() -> Amount.parse("amount", written))
                .hasMessage("'amount' is '" + written + "'; expected " + Amount.FORMS + ", such as 1 or 50%");
    }
}
