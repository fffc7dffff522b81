package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How delays spread, against what each distribution promises; 200,000 draws from one seed. */
class DelaysTest {
    private static final int DRAWS = 200_000;

    @Test
    void uniformDelaysLieWithinTheJitterAndNoneIsFavoured() throws ApiError {
        long[] drawn = draw("{\"latency\":10,\"jitter\":4}");
        assertThat(drawn[0]).isGreaterThanOrEqualTo(6_000_000);
        assertThat(drawn[DRAWS - 1]).isLessThan(14_000_000);
        for (int tenth = 1; tenth < 10; tenth++) {
            assertThat(drawn[DRAWS * tenth / 10] / 1e6).isCloseTo(6 + 0.8 * tenth, within(0.05));
        }
    }

    @Test
    void microsecondsAddToMilliseconds() throws ApiError {
        assertThat(draw("{\"latency\":1,\"latency_us\":250}")).containsOnly(1_250_000L);
        assertThat(draw("{\"latency_us\":70}")).containsOnly(70_000L);
    }

    @Test
    void normalDelaysHaveTheLatencyAsMeanAndTheJitterAsDeviation() throws ApiError {
        long[] drawn = draw("{\"latency\":50,\"jitter\":5,\"distribution\":\"normal\"}");
        assertThat(mean(drawn) / 1e6).isCloseTo(50, within(0.1));
        assertThat(deviation(drawn) / 1e6).isCloseTo(5, within(0.1));
        assertThat(drawn[(int) (DRAWS * 0.8413)] / 1e6)
                .as("one deviation above")
                .isCloseTo(55, within(0.1));
        assertThat(drawn[(int) (DRAWS * 0.9772)] / 1e6).as("two").isCloseTo(60, within(0.2));
    }

    @Test
    void paretoDelaysHaveTheSameMeanAndALongTail() throws ApiError {
        long[] drawn = draw("{\"latency\":50,\"jitter\":5,\"distribution\":\"pareto\"}");
        assertThat(mean(drawn) / 1e6).isCloseTo(50, within(0.2));
        assertThat(drawn[0] / 1e6).as("0.577 jitters below the mean at least").isGreaterThan(47.1);
        // the 99th percentile of shape 3 is 100^(1/3) = 4.64 scales
        assertThat(drawn[(int) (DRAWS * 0.99)] / 1e6).isCloseTo(50 + 5 * (4.6416 - 1.5) / 0.8660, within(0.7));
    }

    @Test
    void recordedDelaysFallIntoTheirBucketsAsOftenAsRecorded() throws ApiError {
        long[] drawn = draw("{\"latency\":2,\"distribution\":\"histogram\","
                + "\"histogram_us\":[100,1000,5000],\"histogram_counts\":[90,0,10]}");
        long fast = LongStream.of(drawn).filter(nanos -> nanos < 2_100_000).count();
        long middle = LongStream.of(drawn)
                .filter(nanos -> nanos >= 2_100_000 && nanos < 3_000_000)
                .count();
        assertThat((double) fast / DRAWS).isCloseTo(0.9, within(0.005));
        assertThat(middle).isZero();
        assertThat(drawn[DRAWS - 1]).isBetween(6_900_000L, 6_999_999L);
    }

    @Test
    void noDelayIsNegativeHoweverLargeTheJitter() throws ApiError {
        for (String how : new String[] {"uniform", "normal", "pareto"}) {
            long[] drawn = draw("{\"latency\":1,\"jitter\":1000,\"distribution\":\"" + how + "\"}");
            assertThat(drawn[0]).as(how).isZero();
        }
        assertThat(draw("{\"latency\":9223372036854775807}")[0]).isPositive();
        assertThat(draw("{\"latency\":-9223372036854775808}")[0]).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"latency_us\":-1} | attribute latency_us is -1; expected 0 to 3600000000",
                "{\"distribution\":\"gauss\"} | attribute distribution is 'gauss'; expected one of uniform, normal, pareto, histogram",
                "{\"distribution\":\"histogram\"} | attribute histogram_us is []; expected 1 to 1000 ends of buckets, each larger than the one before, up to 3600000000",
                "{\"histogram_us\":[5]} | attribute histogram_us is [5]; expected nothing, or distribution 'histogram' beside it",
                "{\"distribution\":\"histogram\",\"histogram_us\":[5,5],\"histogram_counts\":[1,1]} | attribute histogram_us is [5, 5]; expected 1 to 1000 ends of buckets, each larger than the one before, up to 3600000000",
                "{\"distribution\":\"histogram\",\"histogram_us\":[5],\"histogram_counts\":[0]} | attribute histogram_counts is [0]; expected as many counts as histogram_us has buckets, 0 to 1000000000000, and not all 0",
                "{\"distribution\":\"histogram\",\"histogram_us\":[5,6],\"histogram_counts\":[1]} | attribute histogram_counts is [1]; expected as many counts as histogram_us has buckets, 0 to 1000000000000, and not all 0",
            })
    void whatCannotBeDrawnFromIsRefused(String attributes, String message) {
        ApiError refused = catchThrowableOfType(ApiError.class, () -> Delays.check(settings(attributes)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).endsWith(message);
    }

    private static Settings settings(String attributes) throws ApiError {
        return Settings.read(new LatencyToxic(), JsonReader.firstValue(attributes), Settings.none());
    }

    /** Sorted. */
    private static long[] draw(String attributes) throws ApiError {
        Settings settings = settings(attributes);
        Delays.check(settings);
        Delays delays = Delays.of(settings);
        SplittableRandom random = new SplittableRandom(7);
        long[] drawn =
                LongStream.generate(() -> delays.next(random)).limit(DRAWS).toArray();
        Arrays.sort(drawn);
        return drawn;
    }

    private static double mean(long[] values) {
        return LongStream.of(values).average().orElseThrow();
    }

    private static double deviation(long[] values) {
        double mean = mean(values);
        return Math.sqrt(LongStream.of(values)
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
