package dev.aftershock.springboot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.FaultContext;
import dev.aftershock.engine.FaultPlan;
import dev.aftershock.engine.PreparedFault;
import dev.aftershock.parts.TargetInfo;
import dev.aftershock.parts.Targets;
import dev.aftershock.probes.HttpTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the providers of assaults on requests share. */
abstract class AssaultProvider<S extends Record> extends MonkeyProvider<S> {

    abstract Aim aim(S settings);

    /** What is done to a call, in words. */
    abstract String deed(S settings);

    /** Adds the members of {@code assaultProperties} that make the assault. */
    abstract void arm(S settings, ObjectNode assaults);

    /** What shows that a request to the canary met it, from its status and how long it took. */
    abstract boolean shows(S settings, Canary.Answer answer);

    @Override
    public final FaultPlan plan(S settings, List<TargetInfo> resolved) {
        return new FaultPlan(
                deed(settings) + " in " + aim(settings), "set Chaos Monkey to what it was, and disable it", true);
    }

    @Override
    public final List<PreparedFault> prepare(S settings, FaultContext context) throws IOException {
        Aim aim = aim(settings);
        Optional<Canary> canary = aim.canary()
                .map(name ->
                        new Canary(context.targets().one(name, HttpTarget.class).base(), calls()));
        List<PreparedFault> prepared = new ArrayList<>();
        for (Targets.Named<ChaosMonkeyTarget> found : context.targets().find(aim.target(), ChaosMonkeyTarget.class)) {
            prepared.add(
                    new PreparedAssault<>(this, settings, found.name(), exchange(settings, found.target()), canary));
        }
        if (canary.isPresent()) {
            canary.get().requireCalm(answer -> shows(settings, answer));
        }
        return prepared;
    }

    @Override
    final void arm(S settings, Snapshot wanted) {
        Aim aim = aim(settings);
        wanted.assaults().put("level", aim.oneIn());
        aim.watch().forEach(watcher -> wanted.watchers().put(watcher.key(), true));
        ArrayNode beans = wanted.watchers().putArray("beans");
        aim.beans().forEach(beans::add);
        arm(settings, wanted.assaults());
    }
}
