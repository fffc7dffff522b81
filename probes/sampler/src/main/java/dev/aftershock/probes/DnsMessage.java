package dev.aftershock.probes;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One question to a name server and the reading of its answer.
 *
 * <p>P. Mockapetris: Domain names, implementation and specification, RFC 1035 (1987), sections 3.2 and 4.1; AAAA records
 * as in RFC 3596 (2003), section 2; which answers belong to a question as in RFC 5452 (2009), section 9.1.
 */
final class DnsMessage {

    /** The longest answer read; without an extension (RFC 6891) a server sends at most 512 bytes over UDP. */
    static final int MOST_BYTES = 4096;

    private static final int HEADER_BYTES = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int OPERATION = 0x7800;
    private static final int TRUNCATED = 0x0200;
    private static final int CODE = 0x000f;
    private static final int INTERNET = 1;
    private static final int MOST_LABELS = 128;
    private static final int POINTER = 0xc0;
    private static final List<String> CODES = List.of(
            "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET");

    private final String host;
    private final DnsLookup.RecordType type;
    private final int id;
    private final byte[] question;

    /**
     * Words a question.
     *
     * @param host a valid name in ASCII, without final dot
     * @param id from 0 to 65535
     */
    DnsMessage(String host, DnsLookup.RecordType type, int id) {
        this.host = host;
        this.type = type;
        this.id = id;
        this.question = question(host, type);
    }

    private static byte[] question(String host, DnsLookup.RecordType type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : host.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, 0, (byte) type.number(), 0, INTERNET});
        return out.toByteArray();
    }

    /** The datagram to send. */
    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER_BYTES + question.length)
                .putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .put(question)
                .array();
    }

    /** Whether a datagram claims to answer this question; any other is somebody else's, or late. */
    boolean isAnsweredBy(ByteBuffer datagram) {
        return datagram.remaining() >= Short.BYTES && Short.toUnsignedInt(datagram.getShort(datagram.position())) == id;
    }

    /**
     * The addresses that an answer holds; aliases on the way to them are passed over.
     *
     * @throws Refusal when it is an error, truncated, malformed, or of another question
     */
    List<InetAddress> addressesIn(ByteBuffer answer) throws Refusal {
        try {
            answer.getShort();
            checkFlags(Short.toUnsignedInt(answer.getShort()));
            int questions = Short.toUnsignedInt(answer.getShort());
            int records = Short.toUnsignedInt(answer.getShort());
            answer.getInt();
            if (questions != 1 || !repeatsTheQuestion(answer)) {
                throw new Refusal("the server answered another question than the one for " + host);
            }
            List<InetAddress> found = new ArrayList<>();
            for (int record = 0; record < records; record++) {
                readRecord(answer, found);
            }
            return found;
        } catch (BufferUnderflowException e) {
            throw new Refusal("the answer is malformed: it ends early");
        }
    }

    private void checkFlags(int flags) throws Refusal {
        if ((flags & RESPONSE) == 0 || (flags & OPERATION) != 0) {
            throw new Refusal("the answer is malformed: its flags are those of no answer");
        }
        if ((flags & TRUNCATED) != 0) {
            throw new Refusal("the answer is truncated; ask for a name with fewer records");
        }
        int code = flags & CODE;
        if (code != 0) {
            throw new Refusal(
                    "the server says " + (code < CODES.size() ? CODES.get(code) : "error " + code) + " for " + host);
        }
    }

    private boolean repeatsTheQuestion(ByteBuffer answer) {
        byte[] repeated = new byte[question.length];
        answer.get(repeated);
        // No byte of a length, a type or a class can change by this: all are below the letters.
        return Arrays.equals(lower(repeated), lower(question));
    }

    private static byte[] lower(byte[] bytes) {
        byte[] lower = bytes.clone();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (byte) (lower[i] + 'a' - 'A');
            }
        }
        return lower;
    }

    private void readRecord(ByteBuffer answer, List<InetAddress> found) throws Refusal {
        skipName(answer);
        int kind = Short.toUnsignedInt(answer.getShort());
        int family = Short.toUnsignedInt(answer.getShort());
        answer.getInt();
        byte[] data = new byte[Short.toUnsignedInt(answer.getShort())];
        answer.get(data);
        if (kind != type.number() || family != INTERNET) {
            return;
        }
        if (data.length != type.bytes()) {
            throw new Refusal("the answer is malformed: an address of " + data.length + " bytes");
        }
        try {
            found.add(InetAddress.getByAddress(data));
        } catch (UnknownHostException e) {
            throw new Refusal("the answer is malformed: " + e.getMessage());
        }
    }

    private static void skipName(ByteBuffer answer) throws Refusal {
        for (int labels = 0; labels < MOST_LABELS; labels++) {
            int length = Byte.toUnsignedInt(answer.get());
            if (length == 0) {
                return;
            }
            if (length >= POINTER) {
                answer.get();
                return;
            }
            if (length >= 64) {
                throw new Refusal("the answer is malformed: a label of unknown form");
            }
            answer.get(new byte[length]);
        }
        throw new Refusal("the answer is malformed: a name without end");
    }

    /** An answer that is none, with the reason in one line. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        Refusal(String why) {
            super(why, null, false, false);
        }
    }
}
