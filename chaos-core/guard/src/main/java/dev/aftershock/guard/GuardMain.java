package dev.aftershock.guard;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The guard process: heals what it was told to heal when its standard input ends, when nobody renews the lease, or at the deadline,
 * whichever is first. Ends when its input has ended and nothing is left to heal; a signal only hurries nothing.
 */
public final class GuardMain {

    static final byte ORDER = 1;
    static final byte RELEASE = 2;
    static final byte RENEW = 3;
    static final byte HELD = 4;
    static final byte HEALED = 5;

    private static final long LOOK_MILLIS = 100;
    private static final long GIVE_UP_NANOS = 60_000_000_000L;
    private static final int HEALERS = 8;

    private final String name;
    private final PrintStream log;
    private final DataOutputStream out;
    private final Vigil vigil;
    private final Map<String, Long> failingSince = new HashMap<>();

    private GuardMain(String name, long leaseMillis, DataOutputStream out, PrintStream log) {
        this.name = name;
        this.log = log;
        this.out = out;
        this.vigil = new Vigil(leaseMillis * 1_000_000, System.nanoTime());
    }

    /**
     * Guards.
     *
     * @param arguments its name in the log, and the lease in milliseconds
     */
    public static void main(String[] arguments) throws InterruptedException {
        GuardMain guard =
                new GuardMain(arguments[0], Long.parseLong(arguments[1]), new DataOutputStream(System.out), System.err);
        Thread watch = new Thread(guard::watch, "watch");
        watch.start();
        // Ctrl-C reaches every process of a terminal, and closing it too: healing is what this one is for.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> join(watch), "heal-first"));
        guard.read(new DataInputStream(new BufferedInputStream(System.in)));
        watch.join();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(DataInputStream in) {
        try {
            while (true) {
                obey(in.readByte(), in);
            }
        } catch (IOException | RuntimeException closed) {
            vigil.end("the process that injected it is gone");
        }
    }

    private void obey(byte message, DataInputStream in) throws IOException {
        switch (message) {
            case ORDER -> {
                Order order = Order.read(in);
                vigil.hold(order, System.nanoTime());
                tell(HELD, order.id(), "");
            }
            case RELEASE -> vigil.release(in.readUTF());
            case RENEW -> vigil.renew(System.nanoTime());
            default -> throw new IOException("unknown message " + message);
        }
    }

    private void watch() {
        try {
            while (!vigil.done()) {
                heal(vigil.due(System.nanoTime()));
                vigil.await(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that hangs must not hold up the others. */
    private void heal(List<Vigil.Due> due) throws InterruptedException {
        Queue<Vigil.Due> waiting = new ConcurrentLinkedQueue<>(due);
        Thread[] healers = new Thread[Math.min(HEALERS, due.size())];
        for (int i = 0; i < healers.length; i++) {
            healers[i] = new Thread(() -> healAll(waiting), "heal");
            healers[i].setDaemon(true);
            healers[i].start();
        }
        for (Thread healer : healers) {
            healer.join();
        }
    }

    private void healAll(Queue<Vigil.Due> waiting) {
        for (Vigil.Due due = waiting.poll(); due != null; due = waiting.poll()) {
            String id = due.order().id();
            try {
                String seen = due.order().apply();
                vigil.healed(id);
                failingSince.remove(id);
                note(id, "healed, because " + due.why() + ": " + seen);
                tell(HEALED, id, due.why());
            } catch (IOException e) {
                failed(id, e);
            }
        }
    }

    private synchronized void failed(String id, IOException e) {
        long now = System.nanoTime();
        Long since = failingSince.putIfAbsent(id, now);
        if (since == null) {
            note(id, "not healed yet: " + e.getMessage());
        } else if (now - since > GIVE_UP_NANOS) {
            note(id, "given up; 'aftershock recover' tries again: " + e.getMessage());
            vigil.release(id);
        }
    }

    private void note(String id, String text) {
        log.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + name + " " + id + " "
                + text.replaceAll("\\p{Cntrl}", " "));
    }

    private void tell(byte message, String id, String text) {
        synchronized (out) {
            try {
                out.writeByte(message);
                out.writeUTF(id);
                out.writeUTF(text);
                out.flush();
            } catch (IOException gone) {
                // The end of the input tells it too.
            }
        }
    }
}
