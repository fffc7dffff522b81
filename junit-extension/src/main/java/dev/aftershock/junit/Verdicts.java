package dev.aftershock.junit;

import dev.aftershock.engine.Assessment;
import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.CampaignRunner;
import dev.aftershock.engine.Finding;
import dev.aftershock.engine.RunResult;
import dev.aftershock.engine.Trial;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets a test fail on every verdict but PASS, and on reports that are missing; the verdict is always told. Stateless. */
final class Verdicts {

    private Verdicts() {}

    static void check(RunResult result) throws IOException {
        Assessment assessment = result.assessment();
        List<String> lines = new ArrayList<>(List.of(assessment.line()));
        assessment.findings().stream()
                .filter(finding ->
                        finding.verdict() != Verdict.PASS && !finding.remedy().isEmpty())
                .map(Verdicts::line)
                .forEach(lines::add);
        check(assessment.verdict(), lines, result.failedReports(), result.directory());
    }

    private static String line(Finding finding) {
        return "  " + finding.message() + " -> " + finding.remedy();
    }

    static void check(CampaignRunner.Result result) throws IOException {
        Campaign campaign = result.campaign();
        List<String> lines = new ArrayList<>(List.of(line(campaign.outcome())));
        lines.addAll(campaign.rows());
        campaign.trials().stream()
                .filter(trial -> trial.verdict() != Verdict.PASS)
                .map(Verdicts::line)
                .forEach(lines::add);
        check(campaign.outcome().verdict(), lines, result.failedReports(), result.directory());
    }

    static String line(Campaign.Outcome outcome) {
        return outcome.verdict() + ": " + outcome.why();
    }

    private static String line(Trial trial) {
        return "  trial " + trial.spec().number() + ": " + trial.line();
    }

    private static void check(Verdict verdict, List<String> lines, List<String> failedReports, Path record)
            throws IOException {
        failedReports.forEach(failed -> lines.add("  " + failed));
        lines.add("  record: " + record);
        String message = String.join("\n", lines);
        if (verdict != Verdict.PASS) {
            throw new AssertionError(message);
        }
        if (!failedReports.isEmpty()) {
            throw new IOException(message);
        }
    }
}
