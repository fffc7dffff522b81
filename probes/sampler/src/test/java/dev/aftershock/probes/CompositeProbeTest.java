package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.Sample;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.CompositeProbe.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompositeProbeTest {

    private static final Attempt FIRST = new Attempt(7, 0, Long.MAX_VALUE, 0);
    private static final Answer BROKEN = Answer.failed("broken");
    private static final Answer SILENT = Answer.timedOut("silent");
    private static final Answer BLIND = Answer.notSent("no port");

    private final MonotonicClock clock = MonotonicClock.startingNow();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void allOfIsGoodWhenEveryMemberIs() {
        assertThat(ask(Rule.ALL, Answer.OK, Answer.OK)).isEqualTo(Answer.OK);
        assertThat(ask(Rule.ALL, Answer.OK, BROKEN)).isEqualTo(Answer.failed("b: broken"));
        assertThat(ask(Rule.ALL, SILENT, BROKEN)).isEqualTo(Answer.timedOut("a: silent"));
        assertThat(ask(Rule.ALL, Answer.OK, BLIND)).isEqualTo(Answer.notSent("b: no port"));
        assertThat(ask(Rule.ALL, BLIND, BROKEN)).isEqualTo(Answer.failed("b: broken"));
    }

    @Test
    void anyOfIsGoodWhenOneMemberIs() {
        assertThat(ask(Rule.ANY, BROKEN, Answer.OK)).isEqualTo(Answer.OK);
        assertThat(ask(Rule.ANY, BLIND, Answer.OK)).isEqualTo(Answer.OK);
        assertThat(ask(Rule.ANY, BROKEN, SILENT)).isEqualTo(Answer.failed("a: broken"));
        assertThat(ask(Rule.ANY, BROKEN, BLIND)).isEqualTo(Answer.notSent("b: no port"));
    }

    @Test
    void eachMemberIsAskedOncePerAttemptWithItsOwnGroup() throws Exception {
        Scripted keyed = new Scripted(() -> Answer.OK, 3);
        Blocking blocking = new Blocking(() -> Answer.OK);
        CompositeProbe probe = composite(Rule.ALL, keyed, blocking);
        assertThat(answers(probe, FIRST, 1)).containsExactly(Answer.OK);
        assertThat(keyed.asked).containsExactly(new Attempt(7, 0, Long.MAX_VALUE, 1));
        assertThat(blocking.asked).containsExactly(FIRST);
    }

    @Test
    void aFailureIsReportedWithoutWaitingForTheOthers() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CompositeProbe probe = composite(Rule.ALL, new Blocking(() -> waiting(stuck)), new Scripted(() -> BROKEN, 1));
        assertThat(answers(probe, FIRST, 1)).containsExactly(Answer.failed("b: broken"));
        stuck.countDown();
    }

    @Test
    void questionsStillUnderWayCountSoThatTheyAreBounded() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        Blocking slow = new Blocking(() -> waiting(stuck));
        CompositeProbe probe = composite(Rule.ALL, slow, new Scripted(() -> BROKEN, 1));
        List<Answer> answers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < Blocking.CONCURRENCY + 3; i++) {
            probe.attempt(new Attempt(i, 0, Long.MAX_VALUE, 0), (which, answer) -> answers.add(answer));
        }
        assertThat(answers)
                .filteredOn(each -> each.outcome() == Outcome.NOT_SENT)
                .hasSize(3);
        stuck.countDown();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(answers(probe, FIRST, 1)).containsExactly(Answer.failed("b: broken")));
    }

    @Test
    void aMemberThatThrowsFailsAndOneThatBreaksIsUnknown() throws Exception {
        assertThat(answers(composite(Rule.ALL, new Blocking(() -> thrown(new IllegalStateException("x")))), FIRST, 1))
                .containsExactly(Answer.failed("a: IllegalStateException: x"));
        assertThat(answers(
                        composite(Rule.ALL, new Scripted(() -> thrown(new IllegalStateException("x")), 1)), FIRST, 1))
                .containsExactly(Answer.failed("a: IllegalStateException: x"));
        assertThat(answers(composite(Rule.ALL, new Scripted(() -> thrown(new AssertionError("x")), 1)), FIRST, 1))
                .extracting(Answer::outcome)
                .containsExactly(Outcome.NOT_SENT);
        assertThat(answers(composite(Rule.ALL, new Blocking(() -> thrown(new AssertionError("x")))), FIRST, 1))
                .extracting(Answer::outcome)
                .containsExactly(Outcome.NOT_SENT);
    }

    @Test
    void membersAreNeitherPreparedNorClosed() throws Exception {
        Scripted member = new Scripted(() -> Answer.OK, 1);
        CompositeProbe probe = composite(Rule.ALL, member);
        probe.prepare();
        probe.close();
        assertThat(member.touched).isFalse();
        assertThat(answers(probe, FIRST, 1)).extracting(Answer::outcome).containsExactly(Outcome.NOT_SENT);
    }

    @Test
    void anOutageOfOneMemberIsAnOutageOfAllAndNotOfAny() throws Exception {
        try (SyntheticServer east = new SyntheticServer(clock);
                SyntheticServer west = new SyntheticServer(clock);
                ProbeGroup group = new ProbeGroup(clock)) {
            Map<String, Probe> members = new LinkedHashMap<>();
            members.put("east", tcp(east, group));
            members.put("west", tcp(west, group));
            Pace pace = new Pace(Duration.ofMillis(10), Duration.ofMillis(500));
            Sampler all = sampler(group, "all", composite(members, Rule.ALL), pace);
            Sampler any = sampler(group, "any", composite(members, Rule.ANY), pace);
            await().atMost(Duration.ofSeconds(10)).until(() -> good(all) > 10 && good(any) > 10);
            assertThat(bad(any)).isZero();
            west.become(SyntheticServer.Mode.REFUSE);
            await().atMost(Duration.ofSeconds(10)).until(() -> bad(all) > 10);
            all.stop();
            any.stop();
            assertThat(all.samples())
                    .filteredOn(CompositeProbeTest::isBad)
                    .allSatisfy(sample -> assertThat(sample.detail()).startsWith("west: "));
            assertThat(bad(any)).isZero();
            members.values().forEach(Probe::close);
        }
    }

    @Test
    void unknownLaterAndOwnNamesAreRefusedTogetherWithTheNamesKnown() {
        ProbeContext context = context("both", Map.of("orders", new Scripted(() -> Answer.OK, 1)));
        assertThatThrownBy(() -> new AllOf.Provider().create(new AllOf(List.of("ordrs", "both", "orders")), context))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unknown earlier probe in 'probes' of 'both': 'ordrs'")
                .hasMessageContaining("one of orders")
                .hasMessageContaining("did you mean 'orders'?")
                .hasMessageContaining(
                        "the probe 'both' names itself in 'probes'; expected names of earlier probes: [orders]");
        assertThatThrownBy(() -> new AnyOf.Provider().create(new AnyOf(List.of("orders")), context("both", Map.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'orders'; expected nothing here");
    }

    @Test
    void emptyAndDoubledListsAreRefused() {
        assertThatThrownBy(() -> new AllOf(List.of())).hasMessageContaining("'probes' holds 0 names; expected 1 to 64");
        assertThatThrownBy(() -> new AnyOf(List.of("a", "a"))).hasMessageContaining("expected each name once");
    }

    private Answer ask(Rule rule, Answer first, Answer second) {
        CompositeProbe probe = composite(rule, new Scripted(() -> first, 1), new Scripted(() -> second, 1));
        List<Answer> answers = answers(probe, FIRST, 1);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static List<Answer> answers(CompositeProbe probe, Attempt attempt, int count) {
        List<Answer> answers = new CopyOnWriteArrayList<>();
        probe.attempt(attempt, (which, answer) -> answers.add(answer));
        await().atMost(Duration.ofSeconds(10)).until(() -> answers.size() >= count);
        return answers;
    }

    private CompositeProbe composite(Rule rule, Probe... members) {
        Map<String, Probe> named = new LinkedHashMap<>();
        for (Probe member : members) {
            named.put(Character.toString('a' + named.size()), member);
        }
        return composite(named, rule);
    }

    private CompositeProbe composite(Map<String, Probe> members, Rule rule) {
        CompositeProbe probe = new CompositeProbe(members, rule);
        open.add(probe);
        return probe;
    }

    private Sampler sampler(ProbeGroup group, String name, Probe probe, Pace pace) {
        Sampler sampler = group.add(name, probe, pace, Sampling.evenly(1));
        open.add(0, sampler);
        sampler.start();
        return sampler;
    }

    private static Probe tcp(SyntheticServer server, ProbeGroup group) {
        TcpConnect settings = new TcpConnect("it", Optional.empty(), Optional.empty());
        return new TcpProbe(settings, server::address, group.loop());
    }

    private static long good(Sampler sampler) {
        return sampler.samples().stream()
                .filter(each -> each.outcome() == Outcome.OK)
                .count();
    }

    private static long bad(Sampler sampler) {
        return sampler.samples().stream().filter(CompositeProbeTest::isBad).count();
    }

    private static boolean isBad(Sample sample) {
        return sample.outcome() == Outcome.FAIL_FAST || sample.outcome() == Outcome.TIMEOUT;
    }

    private static Answer thrown(RuntimeException error) {
        throw error;
    }

    private static Answer thrown(Error error) {
        throw error;
    }

    private static Answer waiting(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS) ? Answer.OK : SILENT;
        } catch (InterruptedException e) {
            return BLIND;
        }
    }

    private ProbeContext context(String name, Map<String, Probe> others) {
        Pace pace = new Pace(Duration.ofMillis(10), Duration.ofSeconds(1));
        Targets none = new Targets() {
            @Override
            public <T> List<Named<T>> find(String wanted, Class<T> capability) {
                return List.of();
            }
        };
        EventLoop loop = EventLoop.start(clock);
        open.add(loop);
        return new ProbeContext(name, pace, none, clock, 1, Path.of("."), loop, others);
    }

    /** Answers at once what it is told. */
    private static final class Scripted implements AsyncProbe {

        private final Supplier<Answer> answer;
        private final int groups;
        private final List<Attempt> asked = new CopyOnWriteArrayList<>();
        private volatile boolean touched;

        Scripted(Supplier<Answer> answer, int groups) {
            this.answer = answer;
            this.groups = groups;
        }

        @Override
        public void attempt(Attempt attempt, Reply reply) {
            asked.add(attempt);
            reply.answer(attempt, answer.get());
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.WRITE;
        }

        @Override
        public int concurrency() {
            return 100;
        }

        @Override
        public int groups() {
            return groups;
        }

        @Override
        public void prepare() {
            touched = true;
        }

        @Override
        public void close() {
            touched = true;
        }
    }

    /** The same, holding a thread. */
    private static final class Blocking implements BlockingProbe {

        private static final int CONCURRENCY = 4;

        private final Supplier<Answer> answer;
        private final List<Attempt> asked = new CopyOnWriteArrayList<>();

        Blocking(Supplier<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public Answer attempt(Attempt attempt) {
            asked.add(attempt);
            return answer.get();
        }

        @Override
        public ProbeClass probeClass() {
            return ProbeClass.READ;
        }

        @Override
        public int concurrency() {
            return CONCURRENCY;
        }

        @Override
        public void prepare() {}

        @Override
        public void close() {}
    }
}
