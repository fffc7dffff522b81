package dev.aftershock.processes;

import dev.aftershock.engine.FaultContract;
import dev.aftershock.engine.OneTarget;
import dev.aftershock.engine.ProcessTarget;
import dev.aftershock.parts.Targets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every process fault keeps the contract on real processes. */
class ProcessFaultContractIT extends FaultContract {

    @Override
    protected Class<?> module() {
        return ProcessKill.class;
    }

    @Override
    protected List<Case> cases() {
        Map<String, String> target = Map.of("target", "server");
        return List.of(
                new Case(
                        "process-kill",
                        target,
                        Heals.WITH_LIVE_TARGETS,
                        () -> new PulsingWorld(new PulsingProcess(0), kept -> kept)),
                new Case(
                        "process-kill",
                        target,
                        Heals.NEVER,
                        () -> new PulsingWorld(new PulsingProcess(0), PulsingWorld::unkept)),
                new Case(
                        "process-pause",
                        target,
                        Heals.FROM_RECIPE_ALONE,
                        () -> new PulsingWorld(new PulsingProcess(1), PulsingWorld::unkept)));
    }

    private record PulsingWorld(PulsingProcess process, Function<PulsingProcess, ProcessTarget> view) implements World {

        static ProcessTarget unkept(PulsingProcess process) {
            return process::identity;
        }

        @Override
        public Targets targets() {
            return OneTarget.named("server", view.apply(process));
        }

        @Override
        public boolean healthy() {
            return process.identity().alive().isPresent() && process.everyOneBeats();
        }

        @Override
        public boolean broken() throws IOException {
            return process.silent(process.pids());
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
