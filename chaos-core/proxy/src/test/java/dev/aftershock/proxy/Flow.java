package dev.aftershock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;

/** Seeded bytes from one peer to another, hashed at both ends; a thread writes what it is asked to, another reads. */
final class Flow {
    private static final int STOP = -1;

    private final String name;
    private final Peer from;
    private final Peer to;
    private final SplittableRandom random;
    private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    private final MessageDigest sentHash = sha256();
    private final MessageDigest gotHash = sha256();
    private volatile long sent;
    private volatile long got;
    private volatile boolean stopped;
    private volatile String failure = "";

    Flow(String name, Peer from, Peer to, long seed) {
        this.name = name;
        this.from = from;
        this.to = to;
        this.random = new SplittableRandom(seed);
        start("writer", this::write);
        start("reader", this::read);
    }

    private void start(String role, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (UncheckedIOException cut) {
                        failure += role + ": " + cut.getCause() + "; ";
                    }
                },
                "test-" + role + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for {@code bytes} more; returns at once. */
    void ask(int bytes) {
        asked.add(bytes);
    }

    /** Asks for no more. */
    void finish() {
        asked.add(STOP);
    }

    private void write() {
        for (int size = take(); size != STOP; size = take()) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            sentHash.update(bytes);
            from.send(bytes);
            sent += size;
        }
        stopped = true;
    }

    private int take() {
        try {
            return asked.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STOP;
        }
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        int n = to.readSome(buffer);
        while (n >= 0) {
            gotHash.update(buffer, 0, n);
            got += n;
            n = to.readSome(buffer);
        }
    }

    /** Waits until all that was asked for has arrived, and checks that it is what was sent. */
    void expectAllArrived(Duration patience) {
        Awaitility.await(name)
                .pollInterval(Duration.ofMillis(5))
                .atMost(patience)
                .untilAsserted(() -> assertThat(this.toString()).isEqualTo(arrived()));
        assertThat(HexFormat.of().formatHex(gotHash.digest()))
                .as(name)
                .isEqualTo(HexFormat.of().formatHex(sentHash.digest()));
    }

    private String arrived() {
        return name + ": stopped true, sent " + sent + ", got " + sent + ", failure ";
    }

    @Override
    public String toString() {
        return name + ": stopped " + stopped + ", sent " + sent + ", got " + got + ", failure " + failure;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
