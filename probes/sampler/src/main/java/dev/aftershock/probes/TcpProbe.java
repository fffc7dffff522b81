package dev.aftershock.probes;

import dev.aftershock.probes.TcpConnect.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Connects, speaks, listens; on connections of its own or on kept ones. Thread-safe. */
final class TcpProbe implements AsyncProbe, Line.Lines {

    private static final int MOST_AT_ONCE = 1024;

    private final TcpConnect settings;
    private final TcpTarget target;
    private final EventLoop loop;
    private final byte[][] questions;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Queue<Line> idle = new ArrayBlockingQueue<>(MOST_AT_ONCE);
    private final ThreadPoolExecutor resolver = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_AT_ONCE), TcpProbe::resolverThread);
    private final EventLoop.Timed expiry = this::expire;
    private volatile boolean closed;

    TcpProbe(TcpConnect settings, TcpTarget target, EventLoop loop) {
        this.settings = settings;
        this.target = target;
        this.loop = loop;
        this.questions = new byte[settings.keys()][];
        for (int group = 0; group < questions.length; group++) {
            questions[group] = settings.question(group).getBytes(StandardCharsets.UTF_8);
        }
        loop.add(expiry);
    }

    private static Thread resolverThread(Runnable work) {
        Thread thread = new Thread(work, "aftershock-probe-names");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public ProbeClass probeClass() {
        return settings.connection() == Connection.NEW ? ProbeClass.NEW_CONNECTION : ProbeClass.KEPT_CONNECTION;
    }

    @Override
    public int concurrency() {
        return MOST_AT_ONCE;
    }

    @Override
    public int groups() {
        return settings.keys();
    }

    /** Nothing to make ready: connections are opened as they are needed. */
    @Override
    public void prepare() {
        closed = false;
    }

    @Override
    public void attempt(Attempt attempt, Reply reply) {
        Line.Turn turn = new Line.Turn(attempt, reply);
        Line kept = idle.poll();
        if (kept != null) {
            kept.ask(turn);
            return;
        }
        InetSocketAddress address = target.address();
        if (!address.isUnresolved()) {
            open(address, turn);
            return;
        }
        try {
            // Asked anew each time, as a client would: a fail-over may move the name. Asking may take long.
            resolver.execute(() -> open(new InetSocketAddress(address.getHostString(), address.getPort()), turn));
        } catch (RejectedExecutionException e) {
            turn.answer(Answer.notSent("too many lookups of " + address.getHostString() + " are under way"));
        }
    }

    private void open(InetSocketAddress address, Line.Turn turn) {
        if (closed) {
            turn.answer(Answer.notSent("the probe is closed"));
            return;
        }
        if (address.isUnresolved()) {
            turn.answer(Answer.failed("the name " + address.getHostString() + " is unknown"));
            return;
        }
        Optional<Line> made = Optional.empty();
        try {
            Line line = new Line(this);
            made = Optional.of(line);
            lines.add(line);
            line.open(address, turn, loop);
        } catch (IOException e) {
            turn.answer(Line.answerTo(e));
            made.ifPresent(Line::close);
        }
    }

    private long expire(long now) {
        long next = Long.MAX_VALUE;
        for (Line line : lines) {
            next = Math.min(next, line.expire(now));
        }
        return next;
    }

    @Override
    public Optional<String> expected() {
        return settings.expect();
    }

    @Override
    public byte[] question(Attempt attempt) {
        return questions[attempt.group() % questions.length];
    }

    @Override
    public boolean keep(Line line) {
        return settings.connection() == Connection.KEPT && !closed && idle.offer(line);
    }

    @Override
    public void gone(Line line) {
        lines.remove(line);
        idle.remove(line);
    }

    @Override
    public void close() {
        closed = true;
        loop.remove(expiry);
        resolver.shutdownNow();
        lines.forEach(line -> line.end(Answer.notSent("the probe is closed")));
    }
}
