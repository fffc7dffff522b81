package dev.aftershock.guard;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A guard process as the process sees it that injects: it keeps the lease for as long as this process lives and runs. Thread-safe;
 * nothing here waits for the guard but {@link #hold}.
 *
 * <p>The lease is an open pipe. It is renewed every third of its time as well, so that a process that is stopped or starved loses
 * it though it lives.
 */
public final class Guard implements Lease {

    /** How long faults outlive a process that does not renew. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    private static final int RENEWALS_PER_LEASE = 3;
    private static final long ANSWER_SECONDS = 5;
    private static final long END_SECONDS = 2;
    private static final int MOST_MESSAGES = 10_000;

    private final Process process;
    private final DataOutputStream out;
    private final Consumer<String> alarm;
    private final long renewMillis;
    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(MOST_MESSAGES);
    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer = new Thread(this::write, "aftershock-guard-lease");

    /** What is written to the guard. */
    private interface Message {
        void to(DataOutputStream out) throws IOException;
    }

    private Guard(Process process, Duration lease, Consumer<String> alarm) {
        this.process = process;
        this.renewMillis = lease.toMillis() / RENEWALS_PER_LEASE;
        this.out = new DataOutputStream(process.getOutputStream());
        this.alarm = alarm;
        Thread reader = new Thread(this::read, "aftershock-guard-answers");
        reader.setDaemon(true);
        reader.start();
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Starts a guard.
     *
     * @param name its name in the log
     * @param log the file that it adds a line to for each thing it heals; made when it is not there, for the user alone
     * @param alarm told when the guard healed while this process lives, or ended before it was closed: what was injected is
     *     not what it was
     * @throws IOException when no process can be started
     */
    public static Guard start(String name, Path log, Consumer<String> alarm) throws IOException {
        return start(name, log, LEASE, alarm);
    }

    /** With another lease. */
    static Guard start(String name, Path log, Duration lease, Consumer<String> alarm) throws IOException {
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        ProcessBuilder builder = JavaProgram.of(
                        JavaProgram.FRUGAL, List.of(GuardMain.class), name, Long.toString(lease.toMillis()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Guard(builder.start(), lease, alarm);
    }

    /** The number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Waits for the guard at most five seconds. */
    @Override
    public void hold(String id, Duration within, List<Remedy> remedies) throws IOException {
        Order order = new Order(id, within.toMillis(), remedies);
        CountDownLatch held = new CountDownLatch(1);
        awaited.put(id, held);
        offer(to -> {
            to.writeByte(GuardMain.ORDER);
            order.write(to);
        });
        try {
            if (!held.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the guard (process " + pid() + ") did not confirm '" + id + "' within "
                        + ANSWER_SECONDS + " s" + (process.isAlive() ? "" : ": it has ended"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the guard confirmed '" + id + "'", e);
        } finally {
            awaited.remove(id);
        }
    }

    @Override
    public void release(String id) {
        offer(to -> {
            to.writeByte(GuardMain.RELEASE);
            to.writeUTF(id);
        });
    }

    private void offer(Message message) {
        // Full only when the guard reads no more; then it has lost the lease too, and heals.
        messages.offer(message);
    }

    /** Whatever is written renews the lease; when there is nothing to say, that alone is said. */
    private void write() {
        try {
            while (closing.getCount() > 0 || !messages.isEmpty()) {
                Message next = messages.poll(renewMillis, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.to(out);
                }
                out.writeByte(GuardMain.RENEW);
                out.flush();
            }
            out.close();
        } catch (IOException gone) {
            // The reader sees that too, and tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                byte message = in.readByte();
                String id = in.readUTF();
                String text = in.readUTF();
                if (message == GuardMain.HELD) {
                    java.util.Optional.ofNullable(awaited.get(id)).ifPresent(CountDownLatch::countDown);
                } else {
                    alarm("the guard healed '" + id + "' because " + text);
                }
            }
        } catch (IOException ended) {
            alarm("the guard (process " + pid() + ") ended");
        }
    }

    private void alarm(String what) {
        if (closing.getCount() > 0) {
            alarm.accept(what);
        }
    }

    /** Waits two seconds for the guard to end, which goes on healing if it must. */
    @Override
    public void close() {
        closing.countDown();
        offer(to -> {});
        try {
            writer.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
