package dev.aftershock.engine;

import dev.aftershock.guard.Lease;
import dev.aftershock.guard.Remedy;
import dev.aftershock.guard.Restore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A world drawn from a seed, in which one thread plays everything: a server with objects that faults mark, a network that loses,
 * doubles and delays, a guard, and a time that passes only here. The process under test can be made to die at any step.
 */
final class SimWorld {

    static final String FOREIGN = "foreign";

    private static final long MS = 1_000_000;
    private static final long CALL_BOUND = 3_000 * MS;
    private static final long LEASE = 15_000 * MS;

    /** The process under test dies here; nothing catches it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death(int step) {
            super("died at step " + step, null, false, false);
        }
    }

    /** One mark on an object: a fault, or somebody else's. */
    private record Mark(String id, boolean leased) {}

    private final Random random;
    private final Map<String, Set<Mark>> objects = new TreeMap<>();
    private final SimGuard guard = new SimGuard();
    private final long outageBegins;
    private final long outageEnds;
    private long now;
    private long lastRenewal = Long.MAX_VALUE;
    private int steps;
    private int dieAt = Integer.MAX_VALUE;
    private boolean dead;

    SimWorld(long seed) {
        random = new Random(new SplittableRandom(seed).nextLong());
        for (String name : List.of("a", "b", "c")) {
            objects.put(name, new LinkedHashSet<>(Set.of(new Mark(FOREIGN, false))));
        }
        boolean outage = random.nextInt(3) == 0;
        outageBegins = outage ? random.nextInt(5_000) * MS : Long.MAX_VALUE / 2;
        outageEnds = outageBegins + (1 + random.nextInt(120_000)) * MS;
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    int steps() {
        return steps;
    }

    Lease guard() {
        return guard;
    }

    /** A process begins, and dies at a step of its own. */
    void begin(int dyingAt) {
        dead = false;
        steps = 0;
        dieAt = dyingAt;
    }

    /** Something that a process does outside itself; it may be the last. */
    void step() {
        if (dead || ++steps >= dieAt) {
            dead = true;
            throw new Death(steps);
        }
    }

    /** Time passes, and leases end. */
    void pass(long nanos) {
        now += nanos;
        if (now - lastRenewal > LEASE) {
            objects.values().forEach(marks -> marks.removeIf(Mark::leased));
        }
    }

    /** The process under test lives on: it renews what it leased. */
    private void renew() {
        lastRenewal = now;
    }

    /** What a call does when it arrives. */
    private interface Effect {
        void act();
    }

    void mark(String object, String id, boolean leased) throws IOException {
        renew();
        call(() -> objects.get(object).add(new Mark(id, leased)));
    }

    void unmark(String object, String id) throws IOException {
        call(() -> remove(object, id));
    }

    boolean marked(String object, String id) throws IOException {
        boolean[] seen = new boolean[1];
        call(() -> seen[0] = has(object, id));
        return seen[0];
    }

    private void remove(String object, String id) {
        objects.get(object).removeIf(mark -> mark.id().equals(id));
    }

    private boolean has(String object, String id) {
        return objects.get(object).stream().anyMatch(mark -> mark.id().equals(id));
    }

    private void call(Effect effect) throws IOException {
        step();
        network(effect);
        step();
    }

    private void network(Effect effect) throws IOException {
        if (now >= outageBegins && now < outageEnds) {
            pass(CALL_BOUND);
            throw new IOException("no answer: the server is down");
        }
        switch (random.nextInt(20)) {
            case 0 -> {
                pass(CALL_BOUND);
                throw new IOException("the request was lost");
            }
            case 1 -> {
                effect.act();
                pass(CALL_BOUND);
                throw new IOException("the answer was lost");
            }
            case 2 -> {
                // Sent again by a client that believed it lost.
                effect.act();
                pass(MS);
                effect.act();
            }
            case 3 -> {
                pass(random.nextInt(2_900) * MS);
                effect.act();
                throw new IOException("the answer came too late");
            }
            default -> {
                pass(MS);
                effect.act();
            }
        }
    }

    /** The process under test is gone; the guard, if it lives, has at most so much time. */
    void guardHeals(Duration within) {
        guard.heal(now + within.toNanos());
    }

    /** Nobody guards any more. */
    void guardDies() {
        guard.orders.clear();
    }

    /** How long it takes until the server has answered again for good. */
    long outageLeft() {
        return outageBegins > Long.MAX_VALUE / 4 ? 0 : Math.max(0, outageEnds - now);
    }

    /** Marks of faults that are still there. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        objects.forEach((name, marks) -> marks.stream()
                .filter(mark -> !mark.id().equals(FOREIGN))
                .forEach(mark -> left.add(name + ":" + mark.id())));
        return left;
    }

    /** Whether nobody touched what was there before. */
    boolean foreignIsWhole() {
        return objects.keySet().stream().allMatch(name -> has(name, FOREIGN));
    }

    static Remedy remedy(String object, String id) {
        return new Restore("DELETE", URI.create("http://sim/" + object + "/" + id), "", "");
    }

    /** Does what the real guard does, on the same orders, in this world. */
    private final class SimGuard implements Lease {

        private final Map<String, List<Remedy>> orders = new LinkedHashMap<>();

        @Override
        public void hold(String id, Duration within, List<Remedy> remedies) throws IOException {
            step();
            if (random.nextInt(50) == 0) {
                throw new IOException("the guard did not confirm");
            }
            orders.put(id, remedies);
            step();
        }

        @Override
        public void release(String id) {
            orders.remove(id);
        }

        @Override
        public void close() {
            step();
            heal(now + Duration.ofSeconds(60).toNanos());
        }

        private void heal(long deadline) {
            List<String> ids = new ArrayList<>(orders.keySet());
            Collections.reverse(ids);
            while (!ids.isEmpty() && now < deadline) {
                ids.removeIf(id -> orders.get(id).stream().allMatch(this::applied));
                pass(100 * MS);
            }
            orders.clear();
        }

        private boolean applied(Remedy remedy) {
            String[] path = ((Restore) remedy).object().getPath().split("/");
            try {
                boolean[] gone = new boolean[1];
                network(() -> remove(path[1], path[2]));
                network(() -> gone[0] = !has(path[1], path[2]));
                return gone[0];
            } catch (IOException e) {
                return false;
            }
        }
    }
}
