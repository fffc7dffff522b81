package dev.aftershock.engine;

import dev.aftershock.parts.Mask;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the systems of one run have in common, such as one way to one server; closed with the run. Thread-safe. */
public final class RunShared implements AutoCloseable {

    private final Mask mask;
    private final Map<String, Object> things = new HashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    private final AtomicReference<@Nullable String> ended = new AtomicReference<>();

    /** Nothing yet, and no secrets. */
    public RunShared() {
        this(Mask.ofShapes());
    }

    /** Nothing yet but what hides the run's secrets. */
    RunShared(Mask mask) {
        this.mask = mask;
    }

    /** What hides the run's secrets in texts; whoever makes one for the run adds it. */
    public Mask mask() {
        return mask;
    }

    /**
     * What a name stands for in this run, made when it is first asked for.
     *
     * @throws ClassCastException when the name stands for something of another type
     */
    public synchronized <T extends AutoCloseable> T get(String name, Class<T> type, Supplier<T> make) {
        return type.cast(things.computeIfAbsent(name, fresh -> {
            T made = make.get();
            closing.push(made);
            return made;
        }));
    }

    /**
     * Ends the run early, which heals and proves nothing: a system saw that its faults may have ended by themselves. The
     * first reason stays.
     */
    public void end(String why) {
        ended.compareAndSet(null, why);
    }

    Optional<String> ended() {
        return Optional.ofNullable(ended.get());
    }

    /** Whether this is asked for the first time in this run. */
    public synchronized boolean first(String name) {
        return things.putIfAbsent(name, name) == null;
    }

    /** Closes everything, what was made last first, whatever fails on the way. */
    @Override
    public synchronized void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                // What is undone is verified elsewhere; the others must be closed too.
            }
        }
        things.clear();
    }
}
