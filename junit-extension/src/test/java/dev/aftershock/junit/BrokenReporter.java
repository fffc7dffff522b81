package dev.aftershock.junit;

import dev.aftershock.engine.Artifact;
import dev.aftershock.engine.Reporter;
import dev.aftershock.engine.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes nothing, and fails when a test wants it to. */
public final class BrokenReporter implements Reporter {

    static final AtomicBoolean BROKEN = new AtomicBoolean();

    @Override
    public String kind() {
        return "broken";
    }

    @Override
    public int order() {
        return 1;
    }

    @Override
    public List<Artifact> report(RunResult result, List<Artifact> before) throws IOException {
        if (BROKEN.get()) {
            throw new IOException("no ink");
        }
        return List.of();
    }
}
