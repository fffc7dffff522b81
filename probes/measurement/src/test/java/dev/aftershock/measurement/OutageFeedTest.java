package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.Outage.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutageFeedTest {

    private final OutageFeed feed = new OutageFeed(Stream10ms.SPEC);

    @Test
    void anOutageIsToldOnceWhenNoAnswerCanChangeItAnyMore() {
        Stream10ms stream =
                new Stream10ms().good(0, 1_000).failing(1_000, 1_500).good(1_500, 1_600);
        assertThat(feed.closed(Observations.of(stream.samples))).isEmpty();
        stream.good(1_600, 1_760);
        assertThat(feed.closed(Observations.of(stream.samples))).singleElement().satisfies(outage -> {
            assertThat(outage.severity()).isEqualTo(Severity.BLACKOUT);
            assertThat(outage.length())
                    .isEqualTo(stream.since(0).outages().get(0).length());
        });
        stream.good(1_760, 3_000);
        assertThat(feed.closed(Observations.of(stream.samples))).isEmpty();
        assertThat(feed.remaining(Observations.of(stream.samples))).isEmpty();
    }

    @Test
    void anOutageWithoutEndIsToldAtTheEndOnly() {
        Stream10ms stream = new Stream10ms().good(0, 1_000).silent(1_000, 2_000);
        assertThat(feed.closed(Observations.of(stream.samples))).isEmpty();
        assertThat(feed.remaining(Observations.of(stream.samples)))
                .singleElement()
                .satisfies(outage -> assertThat(outage.length().ended()).isFalse());
    }

    @Test
    void slownessIsToldApartFromBlackouts() {
        Stream10ms stream = new Stream10ms()
                .good(0, 1_000)
                .slow(1_000, 1_500)
                .good(1_500, 2_000)
                .failing(2_000, 2_100);
        stream.good(2_100, 3_000);
        assertThat(feed.closed(Observations.of(stream.samples)))
                .extracting(Outage::severity)
                .containsExactly(Severity.BROWNOUT, Severity.BLACKOUT);
    }

    @Test
    void howOftenItIsAskedChangesNothing() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Stream10ms stream = new Stream10ms();
            long at = 0;
            for (int i = 0; i < 12; i++) {
                long calm = 10 * random.nextInt(40, 200);
                long trouble = 10 * random.nextInt(1, 60);
                stream.good(at, at + calm).failing(at + calm, at + calm + trouble);
                at += calm + trouble;
            }
            stream.good(at, at + 2_000);
            List<Outage> whole = stream.since(0).outages();

            OutageFeed asked = new OutageFeed(Stream10ms.SPEC);
            List<Outage> told = new ArrayList<>();
            for (int size = 1; size < stream.samples.size(); size += random.nextInt(1, 60)) {
                told.addAll(asked.closed(Observations.of(stream.samples.subList(0, size))));
            }
            told.addAll(asked.remaining(Observations.of(stream.samples)));
            assertThat(told).as("seed %d", seed).hasSameSizeAs(whole);
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i).length())
                        .as("seed %d", seed)
                        .isEqualTo(whole.get(i).length());
                assertThat(told.get(i).start())
                        .as("seed %d", seed)
                        .isEqualTo(whole.get(i).start());
            }
        }
    }
}
