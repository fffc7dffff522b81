package dev.aftershock.reports.files;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.ProbeAssessment;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Recovery;

/** A short summary in Markdown, as the step summary of a CI server shows it, and small enough for a comment. */
final class SummaryMarkdown {

    /** GitHub refuses a longer comment, in characters; a step's summary may have a megabyte. */
    static final int LONGEST = 65_536;

    private static final int FINDINGS = 20;
    private static final int PROBES = 20;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_TEXT = 480;
    /** Room for what comes after the findings. */
    private static final int REST = 4_000;

    private final RunView view;
    private final StringBuilder out = new StringBuilder();

    SummaryMarkdown(RunView view) {
        this.view = view;
    }

    String text() {
        out.append("### ").append(view.assessment().verdict()).append(" – ");
        out.append(name(view.header().title())).append("\n\n");
        objectives();
        story();
        probes();
        findings();
        out.append("Run ").append(name(view.header().runId())).append(", started ");
        out.append(name(view.header().startedAt()))
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
        out.append(bullet("What broke", story.broke()));
        out.append(bullet("For how long", story.howLong()));
        out.append(bullet("What was lost", story.lost()));
        out.append('\n');
    }

    private void probes() {
        if (view.probes().size() < 2) {
            return;
        }
        out.append("| probe | recovered (R3) | unavailable (R6) | longest (R7) |\n|---|---|---|---|\n");
        for (ProbeAssessment probe : view.probes().stream().limit(PROBES).toList()) {
            out.append("| ").append(name(probe.probe().name())).append(" | ");
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
        int told = 0;
        for (Finding finding : findings.subList(0, Math.min(FINDINGS, findings.size()))) {
            String bullet = bullet(finding);
            if (out.length() + bullet.length() > LONGEST - REST) {
                break;
            }
            out.append(bullet);
            told++;
        }
        if (findings.size() > told) {
            out.append("- and ").append(Figures.count(findings.size() - told)).append(" more\n");
        }
        if (!findings.isEmpty()) {
            out.append('\n');
        }
    }

    private static String bullet(Finding finding) {
        String bullet = bullet(finding.verdict().name(), finding.message());
        return finding.remedy().isBlank() ? bullet : bullet.strip() + " *" + text(finding.remedy()) + "*\n";
    }

    private static String bullet(String what, String text) {
        return "- **" + what + "**: " + text(text) + "\n";
    }

    /** Escaped, a character can become six. */
    private static String text(String text) {
        return Clean.markdown(Clean.shorten(Clean.line(text), LONGEST_TEXT));
    }

    private static String name(String name) {
        return Clean.markdown(Clean.shorten(Clean.line(name), LONGEST_NAME));
    }

    private void row(String what, String measured, String objective) {
        out.append("| ").append(what).append(" | ").append(measured).append(" | ");
        out.append(Clean.markdown(objective)).append(" |\n");
    }
}
