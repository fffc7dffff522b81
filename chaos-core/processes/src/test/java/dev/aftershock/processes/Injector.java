package dev.aftershock.processes;

import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultProvider;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.engine.ProcessIdentity;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.parts.Percent;
import java.time.Duration;
import java.util.Optional;

/** A process that injects, without a guard: it says which helper acts for it, and then only lives. */
final class Injector {

    private Injector() {}

    /** Arguments: the kind of the fault, and the number of the process that it is about. */
    public static void main(String[] arguments) throws Exception {
        ProcessIdentity victim = ProcessHandle.of(Long.parseLong(arguments[1]))
                .flatMap(ProcessIdentity::of)
                .orElseThrow();
        FaultContext context =
                new FaultContext("run-1", "fault-1", OneTarget.named("server", (ProcessTarget) () -> victim));
        PreparedFault fault = arguments[0].equals(ProcessSlow.KIND)
                ? prepared(
                        new ProcessSlow.Provider(),
                        new ProcessSlow("server", new Percent(20), Duration.ofMillis(100), true),
                        context)
                : prepared(
                        new ProcessHog.Provider(), new ProcessHog("server", Optional.of(1), Optional.of(8)), context);
        System.out.println(Helper.of(fault.undo()));
        fault.inject();
        Thread.currentThread().join();
    }

    private static <S extends Record> PreparedFault prepared(
            FaultProvider<S> provider, S settings, FaultContext context) throws Exception {
        return provider.prepare(settings, context).get(0);
    }
}
