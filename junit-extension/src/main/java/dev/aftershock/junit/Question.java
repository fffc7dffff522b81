package dev.aftershock.junit;

import dev.aftershock.probes.Answer;
import dev.aftershock.probes.Attempt;
import dev.aftershock.probes.BlockingProbe;
import dev.aftershock.probes.ProbeClass;
import java.util.concurrent.Callable;

/** A test's own code as a probe. */
record Question(Callable<Boolean> code) implements BlockingProbe {

    private static final int AT_ONCE = 64;

    @Override
    public Answer attempt(Attempt attempt) throws Exception {
        return code.call() ? Answer.OK : Answer.failed("the answer was false");
    }

    @Override
    public ProbeClass probeClass() {
        return ProbeClass.READ;
    }

    @Override
    public int concurrency() {
        return AT_ONCE;
    }

    @Override
    public void prepare() {}

    @Override
    public void close() {}
}
