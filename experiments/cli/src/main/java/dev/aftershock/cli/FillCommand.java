package dev.aftershock.cli;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the fault {@code container-fill} runs beside its target; in no list of commands, because nobody types it. Its file has no
 * name from before the first byte of it, so that the kernel gives the space back when this ends, however it ends.
 */
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        description = "Holds space of a file system, and ends by itself; what the fault container-fill runs.")
final class FillCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int CHUNK = 1 << 20;

    @Parameters(paramLabel = "FOLDER", description = "A folder of the file system.")
    Path folder = Path.of("");

    @Option(names = "--bytes", paramLabel = "N", description = "Space to hold; 0 only looks (default: 0).")
    long bytes;

    @Option(names = "--lasts", paramLabel = "TIME", required = true, description = "For how long; at most 1h.")
    Duration lasts = Duration.ZERO;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (bytes < 0) {
            throw InvalidInputException.of("'--bytes' is " + bytes, "0 or more");
        }
        if (lasts.compareTo(LONGEST) > 0) {
            throw InvalidInputException.of("'--lasts' is " + Quantities.format(lasts), "at most 1h");
        }
        FileStore store = Files.getFileStore(folder);
        tell("free " + store.getUsableSpace() + " of " + store.getTotalSpace() + " " + store.type());
        if (bytes > 0) {
            hold(store);
        } else {
            last();
        }
        return 0;
    }

    private void hold(FileStore store) throws IOException, InterruptedException {
        Path name = folder.resolve(".aftershock-" + UUID.randomUUID());
        try (FileChannel file = FileChannel.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Files.delete(name);
            String full = "";
            try {
                write(file);
            } catch (IOException failure) {
                full = ": " + failure.getMessage();
            }
            tell("holding " + file.size() + " free " + store.getUsableSpace() + full);
            last();
        }
    }

    /** What cannot be compressed, so that it is held indeed. */
    private void write(FileChannel file) throws IOException {
        byte[] noise = new byte[CHUNK];
        new Random().nextBytes(noise);
        for (long left = bytes; left > 0; ) {
            left -= file.write(ByteBuffer.wrap(noise, 0, (int) Math.min(CHUNK, left)));
        }
        file.force(false);
    }

    private void last() throws InterruptedException {
        new CountDownLatch(1).await(lasts.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tell(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
