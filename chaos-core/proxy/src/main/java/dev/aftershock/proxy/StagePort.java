package dev.aftershock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.SplittableRandom;

/** What a stage may do to the link it sits on; for the link's event loop only. */
interface StagePort {

    /** The loop that runs this link, for timers of whole milliseconds. */
    EventLoop loop();

    /** A timer of a tenth of a millisecond. */
    Alarm alarm(Runnable work);

    /** The source of every random decision of this toxic on this link: repeatable for a given seed. */
    SplittableRandom random();

    /** The connection's number on its proxy, from 0 on. */
    long connection();

    /** Whether the connection was made just now, with this toxic already on its proxy. */
    boolean isNewConnection();

    /** Hands a chunk, and its ownership, to what follows in the chain. */
    void pass(ByteBuf chunk);

    /** How many bytes have been sent the other way on this connection. */
    long answered();

    /** Sends bytes, with their ownership, back to the source of this link, past the toxics of the other way. */
    void answer(ByteBuf bytes);

    /** Tells what follows that no more bytes will come; the link closes once they have all left. */
    void passEnd();

    /** Sends what was passed; needed after passing outside {@code receive}. */
    void flush();

    /** Accounts for {@code bytes} (negative when let go) held back, so that reading stops when too many are. */
    void held(long bytes);

    /** Where the stage tells what it does to the traffic. */
    StageEvidence evidence();

    /** Closes both sockets at once with a TCP reset. */
    void reset();

    /** Closes both sockets soon even if a peer does not read. */
    void closeSoon();
}
