package dev.aftershock.engine;

import java.io.IOException;
import java.util.List;

/** Some of what may be there could not be looked for; what was found nevertheless is healed. */
public final class PartlyLookedException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<Marked> found;

    /** With what was found, and why not all was looked for. */
    public PartlyLookedException(List<Marked> found, Exception why) {
        super(why.getMessage(), why);
        this.found = List.copyOf(found);
    }

    /** What was found. */
    public List<Marked> found() {
        return found;
    }
}
