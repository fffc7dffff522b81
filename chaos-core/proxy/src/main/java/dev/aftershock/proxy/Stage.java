package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;

/**
 * One toxic at work on one direction of one connection: a state machine that only the event loop touches, so that it can
 * be changed or removed at any time without waiting for anybody.
 */
abstract class Stage implements Flow {

    private Pipe pipe;
    private Flow next;
    private Toxic toxic;
    private boolean acts;

    final void enter(Pipe joined, Toxic configured, Flow following) {
        pipe = joined;
        next = following;
        configure(configured);
    }

    /** Takes on new numbers and draws anew whether to act on this link. */
    final void configure(Toxic configured) {
        toxic = configured;
        acts = pipe.random(configured.name()).nextDouble() < configured.toxicity();
        configured();
    }

    final void follow(Flow following) {
        next = following;
    }

    final Pipe pipe() {
        return pipe;
    }

    final Flow next() {
        return next;
    }

    final Toxic toxic() {
        return toxic;
    }

    final boolean acts() {
        return acts;
    }

    @Override
    public final void data(ByteBuf data) {
        if (acts) {
            affect(data);
        } else {
            next.data(data);
        }
    }

    @Override
    public final void end() {
        if (acts) {
            affectEnd();
        } else {
            next.end();
        }
    }

    /** The numbers are new; what is held back goes on at once. */
    void configured() {
        release();
    }

    /** Takes over data. */
    abstract void affect(ByteBuf data);

    /** The source has ended. */
    void affectEnd() {
        next.end();
    }

    /** Passes on at once whatever is held back. */
    void release() {}

    /** The toxic is removed; afterwards the stage is used no more. */
    void removed() {
        release();
    }

    /** The connection is gone; nothing can be passed on any more. */
    void discard() {}
}
