package dev.aftershock.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.MonotonicClock;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.probes.DnsLookup.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The probe beside a name server that answers as it is told. */
class DnsProbeTest {

    private static final String HOST = "db.Example.org";
    private static final byte[] ADDRESS = {10, 0, 0, 7};

    private final MonotonicClock clock = MonotonicClock.startingNow();

    @Test
    void anAddressOfTheNameIsGood() throws IOException {
        assertThat(ask(query -> answer(query, 0, record(1, ADDRESS)))).isEqualTo(Answer.OK);
        assertThat(ask(RecordType.A, "10.0.0.7", query -> answer(query, 0, record(1, ADDRESS))))
                .isEqualTo(Answer.OK);
        byte[] six = new byte[16];
        six[15] = 1;
        assertThat(ask(RecordType.AAAA, "::1", query -> answer(query, 0, record(28, six))))
                .isEqualTo(Answer.OK);
    }

    @Test
    void anAliasOnTheWayToTheAddressIsPassedOver() throws IOException {
        byte[] alias = {1, 'x', (byte) 0xc0, 12};
        assertThat(ask(query -> answer(query, 0, record(5, alias), record(1, ADDRESS))))
                .isEqualTo(Answer.OK);
    }

    @Test
    void anotherAddressThanTheExpectedOneFailsAndIsNamed() throws IOException {
        assertFails(
                ask(RecordType.A, "10.0.0.8", query -> answer(query, 0, record(1, ADDRESS))),
                "db.Example.org is at [10.0.0.7] instead of 10.0.0.8");
    }

    @Test
    void anAnswerWithoutAddressFails() throws IOException {
        assertFails(ask(query -> answer(query, 0)), "knows no A record");
        assertFails(ask(query -> answer(query, 0, record(28, new byte[16]))), "knows no A record");
    }

    @Test
    void anErrorOfTheServerFailsByItsName() throws IOException {
        assertFails(ask(query -> answer(query, 3)), "NXDOMAIN");
        assertFails(ask(query -> answer(query, 2)), "SERVFAIL");
        assertFails(ask(query -> answer(query, 15)), "error 15");
    }

    @Test
    void aTruncatedAnswerFails() throws IOException {
        assertFails(
                ask(query -> with(answer(query, 0, record(1, ADDRESS)), 2, (byte) 0x82)), "the answer is truncated");
    }

    @Test
    void anAnswerToAnotherQuestionFails() throws IOException {
        assertFails(
                ask(query -> with(answer(query, 0, record(1, ADDRESS)), 13, (byte) 'x')), "answered another question");
        assertFails(ask(query -> with(answer(query, 0, record(1, ADDRESS)), 5, (byte) 0)), "another question");
    }

    @Test
    void malformedAnswersFailWithTheReason() throws IOException {
        assertFails(ask(query -> query), "its flags are those of no answer");
        assertFails(ask(query -> Arrays.copyOf(answer(query, 0), 9)), "it ends early");
        assertFails(ask(query -> answer(query, 0, record(1, new byte[3]))), "an address of 3 bytes");
        assertFails(ask(query -> answer(query, 0, new byte[200])), "it ends early", "knows no A record");
        assertFails(ask(query -> answer(query, 0, new byte[] {(byte) 0x80})), "a label of unknown form");
        assertFails(ask(query -> answer(query, 0, endlessName())), "a name without end");
        assertFails(ask(query -> Arrays.copyOf(answer(query, 0, record(1, ADDRESS)), 4097)), "longer than 4096");
    }

    @Test
    void anAnswerWithAnotherIdIsSomebodyElsesAndTheRightOneIsStillHeard() throws IOException {
        try (Server server = new Server(List.of(
                query -> with(answer(query, 3), 0, (byte) ~query[0]), query -> answer(query, 0, record(1, ADDRESS))))) {
            assertThat(server.ask(RecordType.A, Optional.empty(), 5_000)).isEqualTo(Answer.OK);
        }
    }

    @Test
    void nothingButAWrongIdIsSilence() throws IOException {
        try (Server server =
                new Server(List.of(query -> with(answer(query, 0, record(1, ADDRESS)), 0, (byte) ~query[0])))) {
            assertThat(server.ask(RecordType.A, Optional.empty(), 300).outcome())
                    .isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void somebodyElseIsNotListenedTo() throws IOException {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Server server = new Server(
                        new DatagramSocket(0, InetAddress.getLoopbackAddress()),
                        Optional.of(stranger),
                        List.of(query -> answer(query, 0, record(1, ADDRESS))))) {
            assertThat(server.ask(RecordType.A, Optional.empty(), 300).outcome())
                    .isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void whateverAServerSendsIsAnAnswerOrARefusalAndNeverAnError() throws Exception {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            DnsMessage question = new DnsMessage(HOST, RecordType.A, 77);
            byte[] bytes = answer(question.toBytes(), 0, record(1, ADDRESS), record(5, new byte[9]));
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
            }
            byte[] sent = Arrays.copyOf(bytes, random.nextInt(2, bytes.length + 1));
            try {
                assertThat(question.addressesIn(ByteBuffer.wrap(sent)))
                        .as("seed %d", seed)
                        .isNotNull();
            } catch (DnsMessage.Refusal e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank().doesNotContain("\n");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void badSettingsAreRefusedByName() {
        refused("'host' is ''", "", null, null);
        refused("'host' is 'a..b'", "a..b", null, null);
        refused("'host' is", "a.".repeat(127) + "ab", null, null);
        refused("'expect' is 'example.org'; expected an IPv4 address", HOST, "example.org", null);
        refused("'expect' is '::1'; expected an IPv4 address", HOST, "::1", null);
        refused("'expect' is '256.0.0.1'", HOST, "256.0.0.1", null);
        refused("'server' is 'ns.example.org'", HOST, null, "ns.example.org");
        refused("'server' is '127.0.0.1:0'", HOST, null, "127.0.0.1:0");
        refused("'server' is '127.0.0.1:70000'", HOST, null, "127.0.0.1:70000");
        refused("'server' is '::1'", HOST, null, "::1");
    }

    private static void refused(String why, String host, String expect, String server) {
        assertThatThrownBy(() ->
                        new DnsLookup(host, RecordType.A, Optional.ofNullable(expect), Optional.ofNullable(server)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("expected");
    }

    @Test
    void theFirstNameServerOfTheMachineIsFound() {
        assertThat(NameServers.firstOf(
                        List.of("# nameserver 1.1.1.1", "search x", " nameserver  10.0.0.2 ", "nameserver 9.9.9.9")))
                .contains("10.0.0.2");
        assertThat(NameServers.firstOf(List.of("nameserver fe80::1%eth0"))).contains("[fe80::1]");
        assertThat(NameServers.firstOf(List.of("options ndots:1"))).isEmpty();
    }

    private Answer ask(UnaryOperator<byte[]> reaction) throws IOException {
        return ask(RecordType.A, "", reaction);
    }

    private Answer ask(RecordType type, String expect, UnaryOperator<byte[]> reaction) throws IOException {
        try (Server server = new Server(List.of(reaction))) {
            return server.ask(type, Optional.of(expect).filter(text -> !text.isEmpty()), 5_000);
        }
    }

    private static void assertFails(Answer answer, String... anyOf) {
        assertThat(answer.outcome()).as(answer.detail()).isEqualTo(Outcome.FAIL_FAST);
        assertThat(anyOf).as(answer.detail()).anyMatch(answer.detail()::contains);
    }

    /** The query's header and question with records behind, as RFC 1035 section 4.1 has it. */
    private static byte[] answer(byte[] query, int code, byte[]... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(query);
        for (byte[] each : records) {
            out.writeBytes(each);
        }
        byte[] answer = out.toByteArray();
        answer[2] = (byte) 0x81;
        answer[3] = (byte) (0x80 | code);
        answer[7] = (byte) records.length;
        return answer;
    }

    private static byte[] record(int type, byte[] data) {
        return ByteBuffer.allocate(12 + data.length)
                .putShort((short) 0xc00c)
                .putShort((short) type)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) data.length)
                .put(data)
                .array();
    }

    private static byte[] endlessName() {
        byte[] labels = new byte[400];
        for (int i = 0; i < labels.length; i += 2) {
            labels[i] = 1;
            labels[i + 1] = 'a';
        }
        return labels;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    /** Answers each question it is asked with all of its reactions, in order. */
    private final class Server implements AutoCloseable {

        private final DatagramSocket socket;
        private final Thread thread;

        Server(List<UnaryOperator<byte[]>> reactions) throws IOException {
            this(new DatagramSocket(0, InetAddress.getLoopbackAddress()), Optional.empty(), reactions);
        }

        Server(DatagramSocket socket, Optional<DatagramSocket> voice, List<UnaryOperator<byte[]>> reactions) {
            this.socket = socket;
            this.thread = new Thread(() -> serve(voice.orElse(socket), reactions));
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(DatagramSocket voice, List<UnaryOperator<byte[]>> reactions) {
            try {
                while (true) {
                    DatagramPacket heard = new DatagramPacket(new byte[512], 512);
                    socket.receive(heard);
                    for (UnaryOperator<byte[]> reaction : reactions) {
                        byte[] said = reaction.apply(Arrays.copyOf(heard.getData(), heard.getLength()));
                        voice.send(new DatagramPacket(said, said.length, heard.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                // Closed: the test is over.
                thread.interrupt();
            }
        }

        Answer ask(RecordType type, Optional<String> expect, long millis) throws IOException {
            DnsLookup lookup = new DnsLookup(HOST, type, expect, Optional.empty());
            InetSocketAddress address = (InetSocketAddress) socket.getLocalSocketAddress();
            try (DnsProbe probe = new DnsProbe(lookup, address, clock)) {
                long now = clock.nanos();
                return probe.attempt(new Attempt(0, now, now + TimeUnit.MILLISECONDS.toNanos(millis), 0));
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
