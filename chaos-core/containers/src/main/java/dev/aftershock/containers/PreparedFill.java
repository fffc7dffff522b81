package dev.aftershock.containers;

import dev.aftershock.engine.Bound;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.Discard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Space that is about to be held.
 *
 * @param before what was free
 * @param bytes what is to be held
 * @param leave what is to be left, where that is what counts: the target may write meanwhile
 */
record PreparedFill(Subject subject, UndoRecipe undo, Filler filler, Space before, long bytes, OptionalLong leave)
        implements PreparedFault {

    private static final Pattern HOLDING = Pattern.compile("(?m)^holding (\\d{1,18}) free (\\d{1,18})(:.*)?$");
    private static final Duration START = Duration.ofSeconds(30);

    /** Slower disks are told as no effect. */
    private static final long BYTES_A_SECOND = 20 << 20;

    /** Less than a file system gives out at a time counts as nothing. */
    private static final long NEARLY = 1 << 20;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Override
    public String target() {
        return subject.target();
    }

    @Override
    public Bound bound() {
        String path = "/containers/" + filler.name();
        return new Bound.ByGuard(
                List.of(new Discard(subject.docker().address(), path + "?force=true", path + "/json")));
    }

    @Override
    public void inject() throws IOException {
        filler.start(bytes, before.memory());
    }

    @Override
    public Optional<String> effect() throws IOException {
        Optional<Matcher> said = filler.said(HOLDING);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        long held = Long.parseLong(said.get().group(1));
        long free = Long.parseLong(said.get().group(2));
        String seen = Space.mebibytes(free) + " are free on " + filler.kept() + ", and were "
                + Space.mebibytes(before.free()) + ": " + Space.mebibytes(held) + " are held";
        boolean full = leave.isPresent() && free <= leave.getAsLong() + NEARLY;
        if (held != bytes && !full || free >= before.free()) {
            throw new IOException(seen + ", and not " + Space.mebibytes(bytes));
        }
        return Optional.of(seen);
    }

    @Override
    public String noEffect() {
        return "the container " + filler.name() + " did not tell that it holds " + Space.mebibytes(bytes) + " of "
                + filler.kept();
    }

    @Override
    public Duration effectWithin() {
        Duration all = START.plusSeconds(bytes / BYTES_A_SECOND);
        return all.compareTo(LONGEST) < 0 ? all : LONGEST;
    }
}
