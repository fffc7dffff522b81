package dev.aftershock.reports.files;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Recovery;

/** A short summary in Markdown, as the step summary of a CI server shows it. */
final class SummaryMarkdown {

    private static final int FINDINGS = 20;
    private static final int PROBES = 20;

    private final RunView view;
    private final StringBuilder out = new StringBuilder();

    SummaryMarkdown(RunView view) {
        this.view = view;
    }

    String text() {
        out.append("### ").append(view.assessment().verdict()).append(" – ");
        out.append(Clean.markdown(view.header().title())).append("\n\n");
        objectives();
        story();
        probes();
        findings();
        out.append("Run ").append(Clean.markdown(view.header().runId())).append(", started ");
        out.append(Clean.markdown(view.header().startedAt()))
                .append(", seed ")
                .append(view.header().seed());
        out.append(", calibration error ")
                .append(Figures.seconds(view.assessment().calibrationError()))
                .append(".\n");
        return out.toString();
    }

    private void objectives() {
        out.append("| | measured | objective |\n|---|---|---|\n");
        row(
                "Recovery time (R3), " + view.clockName(),
                stable(),
                Figures.seconds(view.header().rtoNanos()));
        String lost = view.ledgers().isEmpty()
                ? Figures.NONE
                : Figures.count(view.lost()) + " of " + Figures.count(view.acknowledged(), "acknowledged write");
        row("Data loss", lost, view.header().rpo().map(rpo -> rpo.text()).orElse(Figures.NONE));
        out.append('\n');
    }

    private String stable() {
        return Figures.bracket(view.recoveryTime());
    }

    private void story() {
        Story story = new Story(view);
        bullet("What broke", story.broke());
        bullet("For how long", story.howLong());
        bullet("What was lost", story.lost());
        out.append('\n');
    }

    private void probes() {
        if (view.probes().size() < 2) {
            return;
        }
        out.append("| probe | recovered (R3) | unavailable (R6) | longest (R7) |\n|---|---|---|---|\n");
        for (ProbeAssessment probe : view.probes().stream().limit(PROBES).toList()) {
            out.append("| ").append(Clean.markdown(probe.probe().name())).append(" | ");
            out.append(Figures.bracket(probe.recovery().map(Recovery::stable))).append(" | ");
            out.append(Figures.bracket(probe.recovery().map(Recovery::unavailable)))
                    .append(" | ");
            out.append(Figures.bracket(probe.recovery().flatMap(Recovery::longest)))
                    .append(" |\n");
        }
        out.append('\n');
    }

    private void findings() {
        var findings = view.assessment().findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .toList();
        for (Finding finding : findings.subList(0, Math.min(FINDINGS, findings.size()))) {
            String remedy = finding.remedy().isBlank() ? "" : " *" + Clean.markdown(finding.remedy()) + "*";
            bullet(finding.verdict().name(), finding.message(), remedy);
        }
        if (findings.size() > FINDINGS) {
            out.append("- and ").append(findings.size() - FINDINGS).append(" more\n");
        }
        if (!findings.isEmpty()) {
            out.append('\n');
        }
    }

    private void bullet(String what, String text, String... ours) {
        out.append("- **").append(what).append("**: ").append(Clean.markdown(text));
        for (String each : ours) {
            out.append(each);
        }
        out.append('\n');
    }

    private void row(String what, String measured, String objective) {
        out.append("| ").append(what).append(" | ").append(measured).append(" | ");
        out.append(Clean.markdown(objective)).append(" |\n");
    }
}
