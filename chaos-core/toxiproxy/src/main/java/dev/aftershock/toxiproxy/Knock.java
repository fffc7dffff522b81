package dev.aftershock.toxiproxy;

import java.nio.charset.StandardCharsets;

/**
 * What to say to a server of unknown kind so that it says something back, without doing it any harm.
 *
 * <p>No protocol-neutral way makes every server talk. PostgreSQL answers its own SSL request with one byte and logs
 * nothing; HTTP servers answer a HEAD, and Redis calls it an unknown command, which is an answer too; servers that greet
 * (SMTP, MySQL) speak first anyway. What stays silent on both is told in other ways.
 */
enum Knock {
    /** Nothing; for looking whether connections are accepted. */
    NONE(new byte[0]),
    /** PostgreSQL's SSLRequest: length 8, code 80877103. */
    POSTGRESQL(new byte[] {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f}),
    /** A request of HTTP 1.0 that changes nothing. */
    HTTP("HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
    /** Nothing but the end of what the client sends; the proxy answers it by closing, whatever server is behind it. */
    GOODBYE(new byte[0]);

    private final byte[] bytes;

    Knock(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int length() {
        return bytes.length;
    }
}
