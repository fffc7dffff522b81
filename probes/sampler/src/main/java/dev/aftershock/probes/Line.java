package dev.aftershock.probes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One TCP connection of a probe and the attempt under way on it. Made and written by the pacing thread while it is idle,
 * read by the event loop; the hand-over is the attempt itself.
 */
final class Line {

    private static final int MOST_REPLY_BYTES = 64 * 1024;
    private static final int SHOWN_CHARS = 80;

    private final Lines lines;
    private final SocketChannel channel;
    private final StringBuilder heard = new StringBuilder();
    private ByteBuffer asking = ByteBuffer.allocate(0);
    private final ByteBuffer reading = ByteBuffer.allocate(1024);
    private final AtomicReference<Optional<Turn>> turn = new AtomicReference<>(Optional.empty());
    private volatile boolean connected;

    /** An attempt and who waits for its answer. */
    record Turn(Attempt attempt, Reply reply) {
        void answer(Answer answer) {
            reply.answer(attempt, answer);
        }
    }

    /** Whoever owns lines: hears when one is free again, or is to be forgotten. */
    interface Lines {

        /** What ends a conversation well; empty when connecting is all. */
        Optional<String> expected();

        /** What to ask in an attempt. */
        byte[] question(Attempt attempt);

        /** Whether the line, whose attempt has ended well, is to take another. */
        boolean keep(Line line);

        /** The line is closed. */
        void gone(Line line);
    }

    Line(Lines lines) throws IOException {
        this.lines = lines;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
    }

    /** Connects for its first attempt; the loop hears of the rest. */
    void open(InetSocketAddress address, Turn first, EventLoop loop) throws IOException {
        turn.set(Optional.of(first));
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        boolean atOnce = channel.connect(address);
        loop.execute(() -> join(loop, atOnce));
    }

    private void join(EventLoop loop, boolean atOnce) {
        try {
            SelectionKey key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
            if (atOnce) {
                joined(key);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Asks on an idle line that is connected already. */
    void ask(Turn next) {
        turn.set(Optional.of(next));
        try {
            // A question is far smaller than a socket's buffer; what does not fit means that nobody reads any more.
            byte[] question = lines.question(next.attempt());
            if (channel.write(ByteBuffer.wrap(question)) < question.length) {
                end(Answer.failed("the connection takes no more bytes"));
            }
        } catch (IOException e) {
            // The loop may have ended the line a moment ago without having seen this attempt.
            next.answer(answerTo(e));
            fail(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (!connected) {
                channel.finishConnect();
                joined(key);
            } else if (key.isWritable()) {
                write(key);
            } else {
                read();
            }
        } catch (IOException e) {
            fail(e);
        } catch (CancelledKeyException e) {
            // Closed from another thread a moment ago, which ended the attempt too.
            close();
        }
    }

    private void joined(SelectionKey key) throws IOException {
        connected = true;
        Optional<Turn> first = turn.get();
        if (first.isEmpty()) {
            close();
            return;
        }
        asking = ByteBuffer.wrap(lines.question(first.get().attempt()));
        if (lines.expected().isEmpty() && !asking.hasRemaining()) {
            end(Answer.OK);
            return;
        }
        write(key);
    }

    private void write(SelectionKey key) throws IOException {
        channel.write(asking);
        if (asking.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else if (lines.expected().isEmpty()) {
            end(Answer.OK);
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void read() throws IOException {
        reading.clear();
        int count = channel.read(reading);
        if (count < 0) {
            end(missing());
            return;
        }
        if (turn.get().isEmpty()) {
            // Whatever comes unasked belongs to no attempt.
            return;
        }
        heard.append(StandardCharsets.ISO_8859_1.decode(reading.flip()));
        if (utf8().contains(wanted())) {
            answered();
        } else if (heard.length() >= MOST_REPLY_BYTES) {
            end(missing());
        }
    }

    private Answer missing() {
        return Answer.failed("the reply does not contain '" + wanted() + "': '" + start() + "'");
    }

    private void answered() {
        heard.setLength(0);
        Optional<Turn> done = turn.getAndSet(Optional.empty());
        // Before the answer, so that whoever asks next upon it finds the line free.
        boolean kept = lines.keep(this);
        done.ifPresent(ending -> ending.answer(Answer.OK));
        if (!kept) {
            close();
        }
    }

    private String wanted() {
        return lines.expected().orElse("");
    }

    private String utf8() {
        return new String(heard.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String start() {
        String text = utf8().replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), SHOWN_CHARS)).strip();
    }

    /** Gives the attempt up when its deadline has passed; otherwise says when that will be. */
    long expire(long now) {
        long deadline = turn.get().map(open -> open.attempt().deadline()).orElse(Long.MAX_VALUE);
        if (now < deadline) {
            return deadline;
        }
        end(Answer.timedOut(connected ? "no answer by the deadline" : "not connected by the deadline"));
        return Long.MAX_VALUE;
    }

    /** Ends the attempt under way, if any, and the line. */
    void end(Answer answer) {
        turn.getAndSet(Optional.empty()).ifPresent(ending -> ending.answer(answer));
        close();
    }

    private void fail(IOException e) {
        end(answerTo(e));
    }

    /** What an error says: of the system, or of this machine when it ran out of something. */
    static Answer answerTo(IOException e) {
        return Shortage.isCauseOf(e) ? Answer.notSent(Desk.oneLine(e)) : Answer.failed(Desk.oneLine(e));
    }

    void close() {
        Sockets.close(channel);
        lines.gone(this);
    }
}
