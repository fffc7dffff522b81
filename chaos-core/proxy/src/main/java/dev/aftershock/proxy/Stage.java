package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;

/**
 * One toxic at work on one direction of one connection: a state machine that lives on the link's event loop and never
 * waits. Toxicity decides per stage whether it strikes; a stage that does not strike lets everything through.
 */
abstract class Stage {
    private final StagePort port;
    private Toxic toxic;
    private boolean drawn;
    private boolean strikes;
    private boolean ended;
    private boolean over;

    Stage(StagePort port, Toxic toxic) {
        this.port = port;
        this.toxic = toxic;
    }

    /** Draws the toxicity and starts; called once, when the stage is in its chain. */
    final void start() {
        drawn = draw();
        strikes = drawn && toxic.isOn();
        if (strikes) {
            tuned();
        }
    }

    /** Takes new values and draws the toxicity again, as Toxiproxy does on every update; its schedule alone redraws nothing. */
    final void update(Toxic changed) {
        boolean redraw = !changed.onlyMovedOn(toxic);
        toxic = changed;
        if (redraw) {
            drawn = draw();
        }
        act();
    }

    /** Draws the toxicity again and begins anew, as Toxiproxy's toxics do when the one after them comes or goes. */
    final void restart() {
        drawn = draw();
        act();
    }

    private void act() {
        strikes = drawn && toxic.isOn();
        if (strikes) {
            tuned();
        } else {
            release();
        }
    }

    /** Takes a chunk and its ownership. */
    final void receive(ByteBuf chunk) {
        if (over) {
            drop(chunk);
        } else if (strikes) {
            port.evidence().met(chunk.readableBytes());
            data(chunk);
        } else {
            untouched(chunk);
        }
    }

    /** A chunk that the toxic does not strike, with its ownership; it goes on at once. */
    void untouched(ByteBuf chunk) {
        pass(chunk);
    }

    /** The source has ended. */
    final void receiveEnd() {
        ended = true;
        if (over) {
            return;
        }
        if (strikes) {
            port.evidence().metEnd();
            end();
        } else {
            passEnd();
        }
    }

    final Toxic toxic() {
        return toxic;
    }

    final StagePort port() {
        return port;
    }

    final boolean isOver() {
        return over;
    }

    final void pass(ByteBuf chunk) {
        port.pass(chunk);
    }

    /** Ends this link: later chunks are dropped. */
    final void passEnd() {
        if (!over) {
            over = true;
            if (!ended) {
                port.evidence().closed();
            }
            port.passEnd();
        }
    }

    /** Throws a chunk away. */
    final void drop(ByteBuf chunk) {
        port.evidence().dropped(chunk.readableBytes());
        chunk.release();
    }

    /** A chunk to treat, with its ownership. */
    abstract void data(ByteBuf chunk);

    /** The source ended; by default that goes on at once. */
    void end() {
        passEnd();
    }

    /** The stage begins to strike, or its values changed while it does. */
    void tuned() {}

    /** Lets go of the chunk that is under way: what Toxiproxy's toxics do when they are interrupted. */
    void interrupt() {}

    /** Lets go, now and in order, of everything held; the stage no longer strikes. */
    void release() {}

    /** The toxic was removed; the stage is about to leave its chain. */
    void removed() {
        release();
    }

    /** The connection is gone: free what is held, stop timers, pass nothing. */
    void discard() {}

    private boolean draw() {
        return port.random().nextDouble() < toxic.toxicity();
    }
}
