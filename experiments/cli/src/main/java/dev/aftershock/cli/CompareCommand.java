package dev.aftershock.cli;

import dev.aftershock.engine.CampaignComparison;
import dev.aftershock.engine.CampaignMargin;
import dev.aftershock.engine.CampaignStore;
import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Place;
import dev.aftershock.parts.Problems;
import dev.aftershock.parts.Quantities;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a newer version recovers worse than an older one.",
            "Takes campaigns of the same experiment, the oldest first; more than two are searched for change points.",
            "",
            "Exit codes: 0 no regression, 1 regression, 2 not enough trials, 64 bad input."
        })
final class CompareCommand implements Callable<Integer> {

    @Parameters(
            arity = "2..*",
            paramLabel = "CAMPAIGN",
            description = "The folder of a campaign, or its campaign.json.")
    List<Path> campaigns = List.of();

    @Option(
            names = "--margin",
            paramLabel = "SHARE|TIME",
            description =
                    "How much slower is no regression: a share of the older median of R3, or a time (default: 10%%).")
    String margin = "10%";

    @Option(names = "--confidence", paramLabel = "SHARE", description = "How sure the answer must be (default: 95%%).")
    String confidence = "95%";

    @Option(
            names = {"-q", "--quiet"},
            description = "Print the answer only.")
    boolean quiet;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Optional<CampaignMargin> allowed = margin(problems);
        double sure = confidence(problems);
        List<CampaignComparison.Version> versions = versions(problems);
        problems.throwIfAny();
        CampaignComparison comparison = CampaignComparison.of(versions, allowed.orElseThrow(), sure);
        PrintWriter out = spec.commandLine().getOut();
        out.println(comparison.answer().words() + ": " + comparison.why());
        if (!quiet) {
            comparison.details().forEach(line -> out.println("  " + line));
        }
        return comparison.answer().exitCode();
    }

    private Optional<CampaignMargin> margin(Problems problems) {
        Optional<CampaignMargin> share = Quantities.percent(margin).map(CampaignMargin.Share::new);
        Optional<CampaignMargin> read =
                share.isPresent() ? share : Quantities.duration(margin).map(CampaignMargin.Time::new);
        if (read.isEmpty()) {
            problems.add(
                    new Place("--margin", 0, 0),
                    "'" + margin + "' is no margin",
                    "a share from 0% to 100%, or " + Quantities.DURATION_EXAMPLES);
        }
        return read;
    }

    private double confidence(Problems problems) {
        double share = Quantities.percent(confidence).map(Percent::fraction).orElse(0.0);
        if (share <= 0 || share >= 1) {
            problems.add(
                    new Place("--confidence", 0, 0),
                    "'" + confidence + "' is no confidence",
                    "a share above 0% and below 100%, such as 95%");
        }
        return share;
    }

    private List<CampaignComparison.Version> versions(Problems problems) {
        List<CampaignComparison.Version> versions = new ArrayList<>();
        for (Path place : campaigns) {
            try {
                versions.add(new CampaignComparison.Version(place.toString(), CampaignStore.load(place)));
            } catch (IOException e) {
                problems.add(
                        new Place(place.toString(), 0, 0), e.getMessage(), "a folder that 'run --trials' has made");
            }
        }
        return versions;
    }
}
