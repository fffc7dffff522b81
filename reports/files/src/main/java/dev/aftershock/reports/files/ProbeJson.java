package dev.aftershock.reports.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.RunHeader;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.LedgerFindings;
import dev.aftershock.measurement.Outage;
import dev.aftershock.measurement.Recovery;
import dev.aftershock.measurement.Retries;
import dev.aftershock.measurement.SteadyState;
import dev.aftershock.measurement.Tail;
import java.util.List;

/** One probe's part of the verdict for machines. */
final class ProbeJson {

    /** So many writes are listed, and so many outages; the counts beside them are whole. */
    static final int LISTED = 10_000;

    static final int OUTAGES = 100;

    private ProbeJson() {}

    static ObjectNode of(ProbeAssessment probe) {
        RunHeader.ProbeHeader header = probe.probe();
        ObjectNode node = VerdictJson.object()
                .put("name", Clean.line(header.name()))
                .put("kind", Clean.line(header.kind()))
                .put("class", Clean.line(header.probeClass()))
                .put("every-ns", header.series().every())
                .put("deadline-ns", header.series().deadline())
                .put("within-ns", header.series().within())
                .put("hold-ns", header.series().hold())
                .put("bad-at-most", header.series().badAtMost())
                .put("by-heal", probe.byHeal());
        node.set("baseline", baseline(probe.baseline()));
        probe.recovery().ifPresent(recovery -> node.set("recovery", recovery(recovery)));
        VerdictJson.optional(node, "recovery-time", probe.recoveryTime());
        VerdictJson.optional(node, "full-capacity", probe.capacity());
        probe.tail().ifPresent(tail -> node.set("tail", tail(tail)));
        probe.retries().ifPresent(hidden -> node.set("first-tries", retries(hidden)));
        probe.healOutage().ifPresent(recovery -> node.set("heal-outage", recovery(recovery)));
        probe.ledger().ifPresent(ledger -> node.set("ledger", ledger(ledger)));
        return node;
    }

    private static ObjectNode tail(Tail tail) {
        ObjectNode node = VerdictJson.object().put("worst-key", tail.worstGroup() + 1);
        node.set("worst", VerdictJson.bracket(tail.worst()));
        ArrayNode keys = node.putArray("keys");
        tail.groups().forEach(group -> {
            ObjectNode key = keys.addObject().put("key", group.number() + 1).put("observed", group.observed());
            key.set("stable", VerdictJson.bracket(group.stable()));
        });
        return node;
    }

    private static ObjectNode retries(Retries hidden) {
        ObjectNode node =
                VerdictJson.object().put("calls-tried-again", hidden.calls()).put("most-tries", hidden.most());
        node.set("recovery", recovery(hidden.recovery()));
        return node;
    }

    private static ObjectNode baseline(SteadyState baseline) {
        return VerdictJson.object()
                .put("held", baseline.held())
                .put("samples", baseline.samples())
                .put("bad-fraction", baseline.badFraction())
                .put("p50-ns", baseline.p50())
                .put("p99-ns", baseline.p99())
                .put("p999-ns", baseline.p999())
                .put("healthy-latency-ns", baseline.healthyLatency());
    }

    private static ObjectNode recovery(Recovery recovery) {
        ObjectNode node = VerdictJson.object().put("troubled", recovery.troubled());
        VerdictJson.optional(node, "impact", recovery.impact());
        VerdictJson.optional(node, "first-good", recovery.firstGood());
        node.set("stable", VerdictJson.bracket(recovery.stable()));
        node.set("unavailable", VerdictJson.bracket(recovery.unavailable()));
        VerdictJson.optional(node, "longest", recovery.longest());
        node.set("slow", VerdictJson.bracket(recovery.slow()));
        if (recovery.noOutageLongerThan() != Bracket.NEVER) {
            node.set("no-outage-longer-than", VerdictJson.duration(recovery.noOutageLongerThan()));
        }
        node.put("held-samples", recovery.heldSamples()).put("held-bad-samples", recovery.heldBadSamples());
        node.put("gap-at-edge-ns", recovery.gapAtEdge()).put("observed", recovery.observed());
        node.put("outage-count", recovery.outages().size());
        outages(node.putArray("outages"), recovery.outages());
        node.put("brownout-count", recovery.brownouts().size());
        outages(node.putArray("brownouts"), recovery.brownouts());
        return node;
    }

    private static void outages(ArrayNode array, List<Outage> outages) {
        for (Outage outage : outages.subList(0, Math.min(OUTAGES, outages.size()))) {
            ObjectNode node = array.addObject();
            node.set("start", VerdictJson.moment(outage.start()));
            outage.end().ifPresent(end -> node.set("end", VerdictJson.moment(end)));
            node.set("length", VerdictJson.bracket(outage.length()));
            node.put("bad-samples", outage.badSamples());
        }
    }

    private static ObjectNode ledger(LedgerFindings ledger) {
        ObjectNode node = VerdictJson.object();
        LedgerClass.of(ledger).forEach(each -> node.put(each.name(), each.count()));
        VerdictJson.optional(node, "age", ledger.age());
        node.put("sentence", ledger.sentence());
        node.put("at-stake", ledger.atStake());
        node.set("longest-staleness", VerdictJson.duration(ledger.staleness()));
        node.put("lost-spans", ledger.lostSpans().size());
        node.put("rate-per-second", Math.round(ledger.rate() * 10) / 10.0);
        ArrayNode lost = node.putArray("lost-writes");
        ledger.lost().stream().limit(LISTED).map(LedgerEntry::id).forEach(lost::add);
        return node;
    }
}
