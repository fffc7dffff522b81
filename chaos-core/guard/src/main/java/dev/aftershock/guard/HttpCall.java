package dev.aftershock.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Makes HTTP requests, each on a connection of its own: the JDK's client would cost the guard more memory than all the rest of
 * it.
 */
final class HttpCall {

    private static final int BOUND_MILLIS = 2_000;

    /** To start a container takes an engine longer than to tell of one. */
    private static final int PATIENT_MILLIS = 20_000;

    /** An API server asks others before it takes a patch, and waits 10 s for each that does not answer. */
    private static final int ADMISSION_MILLIS = 28_000;

    private static final int MOST_BYTES = 1 << 20;

    /** No more than a guard has room for several times: an engine also gives the bytes of whole files. */
    static final int MOST_OF_ENGINES = 1 << 19;

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int STATUS_AT = 9;
    private static final int HEXADECIMAL = 16;
    private static final Pattern LENGTH = Pattern.compile("\\ncontent-length: *(\\d{1,7})");

    private final Optional<Access> access;
    private final int boundMillis;
    private final int mostBytes;

    /** With a login over TLS. */
    HttpCall(Access access) {
        this.access = Optional.of(access);
        this.boundMillis = ADMISSION_MILLIS;
        this.mostBytes = MOST_BYTES;
    }

    private HttpCall(int boundMillis, int mostBytes) {
        this.access = Optional.empty();
        this.boundMillis = boundMillis;
        this.mostBytes = mostBytes;
    }

    /** Without either. */
    static HttpCall plain() {
        return new HttpCall(BOUND_MILLIS, MOST_BYTES);
    }

    /** The same for container engines, which take their time. */
    static HttpCall patient() {
        return new HttpCall(PATIENT_MILLIS, MOST_OF_ENGINES);
    }

    /** What is sent. */
    record Body(String type, byte[] content) {

        static Body of(String type, String text) {
            return new Body(type, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What was answered. */
    record Answer(int status, byte[] content) {

        String body() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** An answer that is longer than anything that is looked for. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;

        private TooLongException(String what, int most) {
            super(what + ": the answer is longer than " + (most >> 10) + " KiB");
        }
    }

    /**
     * Refuses the beginning of what is too long.
     *
     * @param bytes how many were read, of which there are fewer than {@code most} in an answer
     */
    static void refuseTooLong(int bytes, int most, String what) throws TooLongException {
        if (bytes >= most) {
            throw new TooLongException(what, most);
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param type the media type of the body
     * @throws IOException when there is none in time: two seconds, 20 for the patient, or 28 where one has to log in
     */
    Answer send(String method, URI uri, String type, String body) throws IOException {
        return send(method, uri, Body.of(type, body));
    }

    /** The same with a body that may be no text. */
    Answer send(String method, URI uri, Body body) throws IOException {
        int port = uri.getPort() >= 0 ? uri.getPort() : access.isPresent() ? HTTPS_PORT : HTTP_PORT;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(bare(uri.getHost()), port), BOUND_MILLIS);
            plain.setSoTimeout(boundMillis);
            Socket socket = access.isPresent() ? secured(plain, bare(uri.getHost()), port) : plain;
            String login = access.map(Access::token)
                    .filter(token -> !token.isEmpty())
                    .map(token -> "\r\nAuthorization: Bearer " + token)
                    .orElse("");
            String host = uri.getHost() + ":" + port;
            Body whole = new Body(body.type() + login, body.content());
            socket.getOutputStream().write(request(method + " " + asked(uri), host, whole));
            byte[] answer = socket.getInputStream().readNBytes(mostBytes);
            refuseTooLong(answer.length, mostBytes, method + " " + uri);
            return parse(answer, method + " " + uri);
        }
    }

    private static String asked(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /**
     * The bytes of a request.
     *
     * @param what method and path
     * @param body behind whose media type there may be further headers
     */
    static byte[] request(String what, String host, Body body) {
        byte[] content = body.content();
        String head = what + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: aftershock-guard\r\nConnection: close\r\nContent-Type: " + body.type()
                + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(content);
        return whole.toByteArray();
    }

    private Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) access.orElseThrow().sockets().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Reads an answer.
     *
     * @param what was asked, for the message of a failure
     */
    static Answer parse(byte[] bytes, String what) throws IOException {
        String answer = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.") || end < STATUS_AT + 3) {
            throw new IOException(what + ": the answer is no HTTP");
        }
        try {
            int status = Integer.parseInt(answer.substring(STATUS_AT, STATUS_AT + 3));
            InputStream body = new ByteArrayInputStream(bytes, end + 4, bytes.length - end - 4);
            refuseCutOff(answer.substring(0, end).toLowerCase(Locale.ROOT), answer.substring(end + 4));
            boolean chunked = answer.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            return new Answer(status, chunked ? joined(body) : body.readAllBytes());
        } catch (NumberFormatException e) {
            throw new IOException(what + ": the answer has no status, or chunks of no length", e);
        }
    }

    /** What was cut off may hold what the caller looks for: TLS that ends without a goodbye looks like the end. */
    private static void refuseCutOff(String head, String body) throws IOException {
        Matcher length = LENGTH.matcher(head);
        boolean whole = head.contains("transfer-encoding: chunked")
                ? body.endsWith("0\r\n\r\n")
                : !length.find() || body.length() == Integer.parseInt(length.group(1));
        if (!whole) {
            throw new IOException("the answer was cut off");
        }
    }

    /** The chunks of RFC 9112, section 7.1, without their lengths; what was cut off is left out. */
    private static byte[] joined(InputStream chunks) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int length = length(chunks); length > 0; length = length(chunks)) {
            whole.write(chunks.readNBytes(length));
            chunks.skipNBytes(Math.min(2, chunks.available()));
        }
        return whole.toByteArray();
    }

    private static int length(InputStream chunks) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = chunks.read(); next >= 0 && next != '\n'; next = chunks.read()) {
            line.append((char) next);
        }
        String digits = line.toString().replaceAll("[;\r].*", "").strip();
        return digits.isEmpty() ? 0 : Integer.parseInt(digits, HEXADECIMAL);
    }
}
