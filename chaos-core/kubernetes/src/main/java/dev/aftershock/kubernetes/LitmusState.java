package dev.aftershock.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far Litmus says that it is with an engine.
 *
 * @param engine what its operator says of the engine; empty when nothing
 * @param experiment what its runner says of the one experiment; empty when nothing
 * @param result what the experiment itself says
 */
record LitmusState(String engine, String experiment, Optional<LitmusResult> result) implements ChaosState {

    private static final String RUNNING = "Running";
    private static final Set<String> GOES_ON = Set.of("", "initialized");
    private static final Set<String> MAY_RUN = Set.of("", "Waiting for Job Creation", RUNNING);
    private static final Set<String> NOT_JUDGED = Set.of("", "Awaited", RUNNING);
    private static final int MOST_NAMES = 3;

    /** Of what an earlier engine of that name wrote nothing counts. */
    static LitmusState of(GenericKubernetesResource engine, Optional<LitmusResult> result) {
        String experiment = engine.get("status", "experiments") instanceof List<?> all
                        && !all.isEmpty()
                        && all.get(0) instanceof Map<?, ?> first
                ? LitmusResult.text(first.get("status"))
                : "";
        return new LitmusState(
                LitmusResult.text(engine.get("status", "engineStatus")),
                experiment,
                result.filter(each -> each.isOf(engine)));
    }

    /** One pod after the other; how many there will be it does not say. */
    @Override
    public Optional<String> injected() {
        List<String> pods = pods();
        return experiment.equals(RUNNING) && !over() && !pods.isEmpty() ? Optional.of(told(pods)) : Optional.empty();
    }

    /** The pods in which it acts, as far as the experiment says. */
    List<String> pods() {
        return result.map(LitmusResult::injected).orElse(List.of());
    }

    private static String told(List<String> pods) {
        return String.join(", ", pods.subList(0, Math.min(pods.size(), MOST_NAMES)))
                + (pods.size() > MOST_NAMES ? " and " + (pods.size() - MOST_NAMES) + " more pods" : "");
    }

    /** An engine that ended or was stopped begins no more, and a result has its verdict when its experiment has ended. */
    @Override
    public boolean over() {
        return !GOES_ON.contains(engine)
                || !MAY_RUN.contains(experiment)
                || result.filter(said -> !NOT_JUDGED.contains(said.phase())).isPresent();
    }

    @Override
    public String toString() {
        if (engine.isEmpty()) {
            return "Litmus says nothing about it, as when its operator does not run, or not for this namespace";
        }
        if (experiment.isEmpty()) {
            return "Litmus says engine=" + engine
                    + " and nothing of the experiment, as when its ServiceAccount is not there, or may not do its work";
        }
        return "Litmus says engine=" + engine + ", experiment=" + experiment
                + result.map(said -> ", result=" + said.phase() + ", verdict=" + said.verdict())
                        .orElse(", and nothing of a result")
                + (pods().isEmpty() ? "; injected in no pod" : "; injected in " + told(pods()))
                + result.flatMap(LitmusResult::failure)
                        .map(why -> "; failed: " + why)
                        .orElse("");
    }
}
