package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One direction of one connection: from a source channel through the stages of the toxics to a sink channel.
 *
 * <p>At most 4 MiB are held back; beyond that, or when the sink does not take more, the source is not read.
 */
final class Pipe {

    private static final long MOST_HELD = 4L << 20;

    private final Direction direction;
    private final Channel source;
    private final Channel sink;
    private final long seed;
    private final SplittableRandom stageRandom;
    private final List<Stage> stages = new ArrayList<>();
    private final Flow exit = new Exit();
    private long held;
    private boolean closed;

    Pipe(Direction direction, Channel source, Channel sink, long seed) {
        this.direction = direction;
        this.source = source;
        this.sink = sink;
        this.seed = seed;
        this.stageRandom = new SplittableRandom(seed);
    }

    Direction direction() {
        return direction;
    }

    EventLoop loop() {
        return source.eventLoop();
    }

    /** The only reading of a clock in this proxy. */
    long nanos() {
        return System.nanoTime();
    }

    /** Decides whether a toxic acts; depends on nothing but seed, connection, direction and the toxic's name. */
    SplittableRandom random(String toxic) {
        return new SplittableRandom(seed ^ toxic.hashCode() * 0x9E3779B97F4A7C15L);
    }

    SplittableRandom stageRandom() {
        return stageRandom;
    }

    void append(Toxic toxic) {
        Stage stage = toxic.kind().stage();
        stage.enter(this, toxic, exit);
        if (!stages.isEmpty()) {
            stages.get(stages.size() - 1).follow(stage);
        }
        stages.add(stage);
    }

    void update(Toxic toxic) {
        stages.stream()
                .filter(stage -> stage.toxic().name().equals(toxic.name()))
                .forEach(stage -> stage.configure(toxic));
    }

    void remove(Toxic toxic) {
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage.toxic().name().equals(toxic.name())) {
                stage.removed();
                stages.remove(i);
                if (i > 0) {
                    stages.get(i - 1).follow(stage.next());
                }
                return;
            }
        }
    }

    void data(ByteBuf data) {
        if (closed) {
            data.release();
        } else {
            first().data(data);
        }
    }

    void end() {
        if (!closed) {
            first().end();
        }
    }

    private Flow first() {
        return stages.isEmpty() ? exit : stages.get(0);
    }

    void hold(int bytes) {
        held += bytes;
        regulate();
    }

    void letGo(int bytes) {
        held -= bytes;
        regulate();
    }

    /** Reads the source only while there is room for what it sends. */
    void regulate() {
        boolean room = sink.isWritable() && held < MOST_HELD;
        if (source.config().isAutoRead() != room) {
            source.config().setAutoRead(room);
        }
    }

    /** Closes both sides of the connection. */
    void close() {
        source.close();
        sink.close();
    }

    void discard() {
        closed = true;
        stages.forEach(Stage::discard);
    }

    /** The way out, behind all toxics. */
    private final class Exit implements Flow {

        @Override
        public void data(ByteBuf data) {
            sink.writeAndFlush(data);
            regulate();
        }

        @Override
        public void end() {
            sink.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
