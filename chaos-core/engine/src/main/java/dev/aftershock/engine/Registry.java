package dev.aftershock.engine;

import dev.aftershock.parts.Part;
import dev.aftershock.probes.ProbeProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Every provider on the class path, by kind; the only place that looks for them. Immutable. */
public final class Registry {

    private final Map<String, FaultProvider<?>> faults;
    private final Map<String, ProbeProvider<?>> probes;
    private final Map<String, TargetProvider<?>> targets;

    /** A registry of given providers, for tests and embedders. */
    public Registry(
            Collection<? extends FaultProvider<?>> faults,
            Collection<? extends ProbeProvider<?>> probes,
            Collection<? extends TargetProvider<?>> targets) {
        this.faults = byKind(faults);
        this.probes = byKind(probes);
        this.targets = byKind(targets);
    }

    /** The providers that {@link ServiceLoader} finds. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    public static Registry onClassPath() {
        return new Registry(
                (List) load(FaultProvider.class), (List) load(ProbeProvider.class), (List) load(TargetProvider.class));
    }

    private static <T> List<T> load(Class<T> type) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static <P extends Part<?>> Map<String, P> byKind(Collection<? extends P> parts) {
        Map<String, P> byKind = new TreeMap<>();
        for (P part : parts) {
            P other = byKind.put(part.kind(), part);
            if (other != null) {
                throw new IllegalStateException("two providers call themselves '" + part.kind() + "': "
                        + other.getClass().getName() + " and " + part.getClass().getName());
            }
        }
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
    }

    /** Fault providers by kind, in alphabetical order. */
    public Map<String, FaultProvider<?>> faults() {
        return faults;
    }

    /** Probe providers by kind, in alphabetical order. */
    public Map<String, ProbeProvider<?>> probes() {
        return probes;
    }

    /** Target providers by kind, in alphabetical order. */
    public Map<String, TargetProvider<?>> targets() {
        return targets;
    }

    /** Whoever understands an undo recipe. */
    Optional<Undoing> undoing(String kind) {
        Undoing fault = faults.get(kind);
        return Optional.ofNullable(fault == null ? targets.get(kind) : fault);
    }
}
