package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the requests in what a client of HTTP/1.1 sends (RFC 9112), however it is cut into chunks. What is no such
 * request, or not certain to be one, is opaque from there on: a fault must never do harm by guessing.
 */
final class HttpRequests {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int MAX_LINE_CHARS = 1024;
    private static final int MAX_METHOD_CHARS = 20;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,20}) (\\S+) HTTP/1\\.[01]");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILER,
        OPAQUE
    }

    /** A stretch of what was sent, with its ownership. */
    sealed interface Piece {
        ByteBuf bytes();

        /**
         * The head of a request.
         *
         * @param begun whether a part of it was let go before, so that {@code bytes} are what is left of it
         */
        record Head(String method, String target, boolean begun, ByteBuf bytes) implements Piece {}

        /** More of the same request, or of what is opaque. */
        record Rest(ByteBuf bytes) implements Piece {}
    }

    private final StringBuilder line = new StringBuilder();
    private State state = State.HEAD;
    private ByteBuf head = Unpooled.buffer(256);
    private int matched;

    /** How many bytes of the head were let go before it was whole. */
    private int begun;

    private long left;

    /** The next piece, taken off {@code in}; empty when it was taken and more must come before there is one. */
    Optional<Piece> next(ByteBuf in) {
        return switch (state) {
            case HEAD -> head(in);
            case BODY, CHUNK -> Optional.of(body(in));
            case CHUNK_SIZE, TRAILER -> Optional.of(line(in));
            case OPAQUE -> Optional.of(new Piece.Rest(in.readRetainedSlice(in.readableBytes())));
        };
    }

    /** Whether no request has begun that has not ended. */
    boolean areWhole() {
        return state == State.HEAD && !head.isReadable();
    }

    /** What was taken of a head that is not whole, which is no longer kept back; what follows is looked at as before. */
    ByteBuf letGo() {
        ByteBuf part = head.copy(begun, head.readableBytes() - begun);
        begun = head.readableBytes();
        return part;
    }

    private ByteBuf giveUp() {
        state = State.OPAQUE;
        return takeHead();
    }

    /** Frees what was taken. */
    void discard() {
        giveUp().release();
    }

    private Optional<Piece> head(ByteBuf in) {
        while (in.isReadable() && matched < END_OF_HEAD.length()) {
            byte next = in.readByte();
            head.writeByte(next);
            matched = next == END_OF_HEAD.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        if (matched == END_OF_HEAD.length()) {
            return Optional.of(wholeHead());
        }
        return mayBecomeAHead() ? Optional.empty() : Optional.of(new Piece.Rest(giveUp()));
    }

    /** Another protocol must not be kept waiting for the end of a head that will never come. */
    private boolean mayBecomeAHead() {
        int method = 0;
        while (method < head.readableBytes() && method <= MAX_METHOD_CHARS && isUpper(head.getByte(method))) {
            method++;
        }
        boolean named = method == head.readableBytes() || head.getByte(method) == ' ' && method > 0;
        return named && method <= MAX_METHOD_CHARS && head.readableBytes() < MAX_HEAD_BYTES;
    }

    private static boolean isUpper(byte letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    private Piece wholeHead() {
        String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
        Matcher request = REQUEST_LINE.matcher(lines[0]);
        if (!request.matches()) {
            return new Piece.Rest(giveUp());
        }
        state = request.group(1).equals("CONNECT") ? State.OPAQUE : framing(lines);
        return new Piece.Head(request.group(1), request.group(2), begun > 0, takeHead());
    }

    /** How the body is delimited; what says so twice, or asks for another protocol, is opaque. */
    private State framing(String... lines) {
        left = 0;
        boolean length = false;
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (!field.matches()) {
                return State.OPAQUE;
            }
            String value = field.group(2);
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "content-length" -> {
                    if (length || !value.matches("\\d{1,18}")) {
                        return State.OPAQUE;
                    }
                    length = true;
                    left = Long.parseLong(value);
                }
                case "transfer-encoding" -> {
                    if (chunked || !value.equalsIgnoreCase("chunked")) {
                        return State.OPAQUE;
                    }
                    chunked = true;
                }
                case "upgrade" -> {
                    return State.OPAQUE;
                }
                default -> {}
            }
        }
        if (length && chunked) {
            return State.OPAQUE;
        }
        return chunked ? State.CHUNK_SIZE : left > 0 ? State.BODY : State.HEAD;
    }

    private Piece body(ByteBuf in) {
        int size = (int) Math.min(left, in.readableBytes());
        left -= size;
        if (left == 0) {
            state = state == State.CHUNK ? State.CHUNK_SIZE : State.HEAD;
        }
        return new Piece.Rest(in.readRetainedSlice(size));
    }

    private Piece line(ByteBuf in) {
        int from = in.readerIndex();
        boolean whole = false;
        while (in.isReadable() && !whole && line.length() < MAX_LINE_CHARS) {
            char next = (char) in.readUnsignedByte();
            whole = next == '\n';
            line.append(next);
        }
        if (whole) {
            lineEnds(line.toString());
            line.setLength(0);
        } else if (line.length() == MAX_LINE_CHARS) {
            state = State.OPAQUE;
        }
        return new Piece.Rest(in.retainedSlice(from, in.readerIndex() - from));
    }

    private void lineEnds(String ended) {
        if (!ended.endsWith("\r\n")) {
            state = State.OPAQUE;
        } else if (state == State.TRAILER) {
            state = ended.length() == 2 ? State.HEAD : State.TRAILER;
        } else {
            Matcher size = CHUNK_SIZE.matcher(ended.substring(0, ended.length() - 2));
            if (size.matches()) {
                long bytes = Long.parseLong(size.group(1), 16);
                // The line break after a chunk belongs to it.
                left = bytes + 2;
                state = bytes == 0 ? State.TRAILER : State.CHUNK;
            } else {
                state = State.OPAQUE;
            }
        }
    }

    private ByteBuf takeHead() {
        ByteBuf taken = head.skipBytes(begun);
        head = Unpooled.buffer(256);
        matched = 0;
        begun = 0;
        return taken;
    }
}
