package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.TcpConnect.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProbeTest {

    private static final UnaryOperator<String> OK = line -> "ok\n";

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final EventLoop loop = EventLoop.start(clock, stall -> {});
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        loop.close();
    }

    @Test
    void aKeptConnectionCarriesOneAttemptAfterAnother() throws Exception {
        Echo server = echo(OK);
        TcpProbe probe = kept(server, 1);
        for (int i = 0; i < 50; i++) {
            assertThat(ask(probe, i).outcome()).isEqualTo(Outcome.OK);
        }
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(probe.probeClass().word()).isEqualTo("kept connection");
    }

    @Test
    void eachAttemptOfANewConnectionOpensItsOwnAndLeavesNone() throws Exception {
        Echo server = echo(OK);
        TcpProbe probe = probe(new TcpConnect("it", Optional.of("?\n"), Optional.of("ok")), server.address());
        for (int i = 0; i < 20; i++) {
            assertThat(ask(probe, i).outcome()).isEqualTo(Outcome.OK);
        }
        assertThat(server.accepted()).isEqualTo(20);
        await().atMost(Duration.ofSeconds(20)).until(() -> server.open() == 0);
    }

    @Test
    void anAttemptThatFindsNoIdleConnectionOpensAnother() throws Exception {
        Echo server = echo(line -> line.equals("1") ? "" : "ok\n");
        TcpProbe probe = kept(server, 2);
        CompletableFuture<Answer> silent = Ask.begin(probe, attempt(0, 5_000));
        await().atMost(Duration.ofSeconds(20)).until(() -> server.lines().contains("1"));
        assertThat(ask(probe, 1).outcome()).isEqualTo(Outcome.OK);
        assertThat(server.accepted()).isEqualTo(2);
        assertThat(silent).isNotDone();
    }

    @Test
    void aKeptConnectionThatBreaksIsReplaced() throws Exception {
        Echo server = echo(OK);
        TcpProbe probe = kept(server, 1);
        assertThat(ask(probe, 0).outcome()).isEqualTo(Outcome.OK);
        server.dropAll();
        // It may be used once more before the farewell is read.
        await().atMost(Duration.ofSeconds(20)).until(() -> ask(probe, 1).outcome() == Outcome.OK);
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void aConnectionWhoseAnswerIsLateIsNotUsedAgain() throws Exception {
        Echo server = echo(line -> line.equals("1") ? "" : "ok\n");
        TcpProbe probe = kept(server, 2);
        Answer late = Ask.once(probe, attempt(0, 100));
        assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT);
        assertThat(late.detail()).isEqualTo("no answer by the deadline");
        assertThat(ask(probe, 1).outcome()).isEqualTo(Outcome.OK);
        assertThat(server.accepted()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(20)).until(() -> server.open() == 1);
    }

    @Test
    void keysTakeTurnsInWhatIsSent() throws Exception {
        Echo server = echo(OK);
        TcpProbe probe = kept(server, 3);
        Pace pace = new Pace(Duration.ofMillis(2), Duration.ofSeconds(1));
        try (ProbeGroup group = new ProbeGroup(clock)) {
            Sampler sampler = group.add("keys", probe, pace, Sampling.evenly(1));
            sampler.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> server.lines().size() >= 12);
            sampler.stop();
            assertThat(server.lines()).containsOnly("1", "2", "3");
            assertThat(sampler.samples())
                    .extracting(sample -> sample.group())
                    .startsWith(0, 1, 2, 0, 1, 2)
                    .containsOnly(0, 1, 2);
        }
    }

    @Test
    void aReplyInPiecesIsPutTogether() throws Exception {
        Echo server = echo(line -> "x".repeat(40_000) + "it is ok\n");
        TcpConnect long40k = new TcpConnect("it", Optional.of("?\n"), Optional.of("xit is ok"), Connection.KEPT, 1);
        assertThat(ask(probe(long40k, server.address()), 0)).isEqualTo(Answer.OK);
    }

    @Test
    void aRequestLargerThanTheSocketTakesAtOnceIsSentWhole() throws Exception {
        int size = 8_000_000;
        Echo server = echo(line -> line.length() == size ? "ok\n" : "no\n");
        TcpConnect large = new TcpConnect("it", Optional.of("y".repeat(size) + "\n"), Optional.of("ok"));
        assertThat(ask(probe(large, server.address()), 0)).isEqualTo(Answer.OK);
    }

    @Test
    void aReplyBeyondItsLimitIsWrong() throws Exception {
        Echo server = echo(line -> "z".repeat(70_000) + "ok\n");
        TcpConnect talk = new TcpConnect("it", Optional.of("?\n"), Optional.of("ok"));
        Answer answer = ask(probe(talk, server.address()), 0);
        assertThat(answer.outcome()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(answer.detail())
                .startsWith("the reply does not contain 'ok': 'zzz")
                .hasSizeLessThan(130);
    }

    @Test
    void aNameIsResolvedBesideThePacingThread() throws Exception {
        Echo server = echo(OK);
        TcpConnect talk = new TcpConnect("it", Optional.of("?\n"), Optional.of("ok"));
        int port = server.address().getPort();
        assertThat(ask(probe(talk, InetSocketAddress.createUnresolved("localhost", port)), 0))
                .isEqualTo(Answer.OK);
        assertThat(ask(probe(talk, InetSocketAddress.createUnresolved("127.0.0.1", port)), 0))
                .isEqualTo(Answer.OK);
        assertThat(ask(probe(talk, InetSocketAddress.createUnresolved("no-such-name.invalid", port)), 0)
                        .outcome())
                .isEqualTo(Outcome.FAIL_FAST);
    }

    @Test
    void whatIsUnderWayWhenTheProbeClosesIsNotHeldAgainstTheSystem() throws Exception {
        Echo server = echo(line -> "");
        TcpProbe probe = kept(server, 1);
        CompletableFuture<Answer> underWay = Ask.begin(probe, attempt(0, 5_000));
        probe.close();
        assertThat(underWay.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(ask(probe, 1).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void settingsThatShowNothingAreRefused() {
        Optional<String> ask = Optional.of("?\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpConnect("it", ask, Optional.empty(), Connection.KEPT, 1))
                .withMessageContaining("'connection: kept' needs 'send' and 'expect'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpConnect("it", ask, ask, Connection.NEW, 3))
                .withMessageContaining("'send' does not contain {key}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TcpConnect("it", ask, ask, Connection.NEW, 0))
                .withMessageContaining("'keys' is 0; expected a number from 1 to");
    }

    private Echo echo(UnaryOperator<String> replies) throws IOException {
        Echo server = new Echo(replies);
        opened.add(server);
        return server;
    }

    private TcpProbe kept(Echo server, int keys) {
        TcpConnect talk = new TcpConnect("it", Optional.of("{key}\n"), Optional.of("ok"), Connection.KEPT, keys);
        return probe(talk, server.address());
    }

    private TcpProbe probe(TcpConnect settings, InetSocketAddress address) {
        TcpProbe probe = new TcpProbe(settings, () -> address, loop);
        opened.add(probe);
        return probe;
    }

    private Answer ask(TcpProbe probe, int group) throws Exception {
        return Ask.once(probe, attempt(group % probe.groups(), 5_000));
    }

    private Attempt attempt(int group, long millis) {
        long now = clock.nanos();
        return new Attempt(group, now, now + TimeUnit.MILLISECONDS.toNanos(millis), group);
    }
}
