package dev.aftershock.junit;

import dev.aftershock.engine.Registry;
import dev.aftershock.parts.Binder;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Value;
import java.util.List;
import java.util.Map;

/** Makes settings of parts whose records are not public. */
final class Probing {

    private Probing() {}

    static Record tcp(String target) {
        Value.Keyed written =
                new Value.Keyed(Map.of("target", new Value.Scalar(target, Place.CODE)), Map.of(), Place.CODE);
        Problems problems = new Problems();
        Class<? extends Record> settings =
                Registry.onClassPath().probes().get("tcp").settings();
        Record bound = Binder.bind(settings, written, List.of(), problems).orElse(null);
        problems.throwIfAny();
        return bound;
    }
}
