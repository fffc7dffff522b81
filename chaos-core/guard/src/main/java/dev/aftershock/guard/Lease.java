package dev.aftershock.guard;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What somebody else heals when this process is gone. Thread-safe. */
public interface Lease extends AutoCloseable {

    /**
     * Has something healed when this process is gone.
     *
     * @param id names it
     * @param within when it is healed at the latest, though this process lives
     * @param remedies what heals it
     * @throws IOException when nobody confirmed that; it may act only after it was confirmed
     */
    void hold(String id, Duration within, List<Remedy> remedies) throws IOException;

    /** It is healed and was seen so: nothing is left to do for it. Unknown ones are no error. */
    void release(String id);

    /** Ends the lease: what was not released is healed now. */
    @Override
    void close();
}
