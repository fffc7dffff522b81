package dev.aftershock.engine;

import dev.aftershock.engine.ActiveFaults.Active;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What must be so before a fault of a run may act: the safety lever is released, nobody else breaks the same target, the intent is
 * journaled, the audit log tells, and something bounds it.
 */
final class Precautions implements AutoCloseable {

    private final String runId;
    private final Claims claims;
    private final AuditLog audit;
    private final Bounds bounds;

    Precautions(String runId, Claims claims, AuditLog audit, Bounds bounds) {
        this.runId = runId;
        this.claims = claims;
        this.audit = audit;
        this.bounds = bounds;
    }

    /**
     * Refuses to inject at all.
     *
     * @throws dev.aftershock.parts.InvalidInputException when a safety lever is engaged
     */
    void refuse() {
        Lever.refuseAny(audit.state());
    }

    /** Whether a safety lever is engaged: whoever injects again and again does not go on then. */
    boolean forbids() {
        return Lever.isAnyEngaged(audit.state());
    }

    /**
     * Takes all precautions for faults that are about to act.
     *
     * @param intend writes one of them into the journal
     * @throws Exception when one of the precautions cannot be taken; none of the faults may act then
     */
    void take(FaultJournal journal, List<Active> faults, Consumer<Active> intend) throws Exception {
        List<UndoRecipe> recipes =
                faults.stream().map(fault -> fault.fault().undo()).toList();
        claims.claim(journal, recipes, () -> faults.forEach(intend));
        for (Active fault : faults) {
            UndoRecipe recipe = fault.fault().undo();
            audit.add("inject", about(fault, "undo", Json.write(Json.strings(recipe.told()))));
            bounds.hold(fault);
        }
    }

    /**
     * Tells what healing a fault came to.
     *
     * @throws java.io.UncheckedIOException when the audit log cannot be written
     */
    void healed(Active fault, HealCheck check) {
        if (check.healed()) {
            bounds.release(fault);
        }
        audit.add(check.healed() ? "healed" : "not-healed", about(fault, "evidence", OneLine.of(check.evidence())));
    }

    private Map<String, String> about(Active fault, String key, String value) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("run", runId);
        facts.put("fault", fault.id());
        facts.put("kind", fault.kind());
        facts.put("target", fault.fault().target());
        facts.put(key, value);
        return facts;
    }

    @Override
    public void close() {
        bounds.close();
    }
}
