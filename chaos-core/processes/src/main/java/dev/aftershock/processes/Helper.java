package dev.aftershock.processes;

import dev.aftershock.engine.BootId;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.UndoRecipe;
import dev.aftershock.guard.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A child process of ours that does a fault's work: it is there before the fault acts, so that a recipe can name it, and idle until
 * it is told to begin. It hangs on a {@link Leash}.
 */
final class Helper {

    private static final String HELPER = "helper";
    private static final String BOOT = "boot";

    /** Ten seconds, in steps of {@link Patience}. */
    private static final int MOST_STEPS = 2_000;

    private static final int MOST_BYTES = 1_000;

    private final Process process;
    private final ProcessIdentity identity;

    private Helper(Process process, ProcessIdentity identity) {
        this.process = process;
        this.identity = identity;
    }

    /**
     * Starts one and waits until it is there.
     *
     * @throws IOException when it is not within ten seconds
     */
    static Helper start(ProcessBuilder program) throws IOException {
        Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            awaitReady(process);
            return new Helper(
                    process,
                    ProcessIdentity.of(process.toHandle())
                            .orElseThrow(() -> new IOException("the helper of the fault ended at once")));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void awaitReady(Process process) throws IOException {
        InputStream in = process.getInputStream();
        try (Patience patience = new Patience()) {
            for (int step = 0; step < MOST_STEPS && process.isAlive() && in.available() == 0; step++) {
                patience.step();
            }
        }
        in.mark(1);
        if (in.available() == 0 || in.read() != Leash.READY) {
            in.reset();
            throw new IOException("the helper of the fault, process " + process.pid() + ", did not start" + said(in));
        }
    }

    private static String said(InputStream in) throws IOException {
        String text = new String(in.readNBytes(Math.min(in.available(), MOST_BYTES)), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    ProcessIdentity identity() {
        return identity;
    }

    /** Tells it to begin; returns at once. */
    void begin() throws IOException {
        process.getOutputStream().write(Leash.WORD);
        process.getOutputStream().flush();
    }

    /**
     * Looks whether it is still there.
     *
     * @throws IOException when it is not, with its last words
     */
    void refuseEnded() throws IOException {
        if (SystemProcesses.gone(identity)) {
            throw new IOException(
                    "the helper of the fault, process " + identity.pid() + ", ended" + said(process.getInputStream()));
        }
    }

    /** What a recipe has to tell of it. */
    Map<String, String> facts() {
        return Map.of(HELPER, Facts.write(identity), BOOT, BootId.current());
    }

    End remedy() {
        return new End(identity.pid(), identity.start());
    }

    /** Ends that of a recipe. */
    static void end(UndoRecipe recipe) throws IOException {
        if (!gone(recipe)) {
            ProcessIdentity helper = of(recipe);
            new End(helper.pid(), helper.start()).apply();
        }
    }

    /** Whether that of a recipe is gone; none outlives the machine, whatever process has its number by now. */
    static boolean gone(UndoRecipe recipe) throws IOException {
        return !recipe.fact(BOOT).equals(BootId.current()) || SystemProcesses.gone(of(recipe));
    }

    static ProcessIdentity of(UndoRecipe recipe) {
        return Facts.read(recipe.fact(HELPER));
    }
}
