package dev.aftershock.engine;

import dev.aftershock.engine.Finding.Topic;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a verdict in one line: its word, then the findings that carry it. */
final class VerdictLine {

    private VerdictLine() {}

    static String of(Verdict verdict, RunHeader header, List<Finding> findings, List<ProbeAssessment> probes) {
        boolean single = probes.size() == 1;
        String body = findings.stream()
                .filter(finding -> objective(finding) || finding.verdict() != Verdict.PASS)
                .map(finding -> text(finding, probes, single))
                .collect(Collectors.joining("; "));
        return verdict + ": " + (body.isEmpty() ? "no objective was given; " + header.title() : body);
    }

    private static boolean objective(Finding finding) {
        return finding.topic() == Topic.RTO || finding.topic() == Topic.RPO;
    }

    private static String text(Finding finding, List<ProbeAssessment> probes, boolean single) {
        if (!single) {
            return finding.message();
        }
        String prefix = probes.get(0).probe().name() + ": ";
        return finding.message().startsWith(prefix) ? finding.message().substring(prefix.length()) : finding.message();
    }
}
