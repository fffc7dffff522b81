package dev.aftershock.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A campaign that goes on trial by trial, as its caller lets it; {@code campaign.json} in its folder is complete after each. For
 * one thread at a time.
 */
public final class StartedCampaign {

    private final Path directory;
    private final CampaignRun run;
    private final List<String> failedReports;
    private Campaign soFar;

    /** The reports that fail later are added to the list. */
    StartedCampaign(Path directory, CampaignRun run, List<String> failedReports) throws IOException {
        this.directory = directory;
        this.run = run;
        this.failedReports = failedReports;
        this.soFar = run.soFar(directory);
    }

    /** Whether its gate has ruled, or it was stopped: there is no further trial. */
    public boolean decided() {
        return soFar.outcome().ended();
    }

    /** How many trials it takes if it is not decided earlier, those included that did not count. */
    public int atMost() {
        return run.atMost();
    }

    /**
     * Runs the next trial to its end.
     *
     * @return the trial
     * @throws IllegalStateException when it is decided
     * @throws dev.aftershock.parts.InvalidInputException when a safety lever is engaged; nothing was touched then
     * @throws IOException when a record cannot be written; everything was healed before, and nothing is decided
     */
    public Trial advance() throws IOException {
        if (decided()) {
            throw new IllegalStateException(
                    "the campaign is decided: " + soFar.outcome().why());
        }
        soFar = run.advance(directory);
        return soFar.trials().get(soFar.trials().size() - 1);
    }

    /** What it shows so far. */
    public CampaignRunner.Result result() {
        return new CampaignRunner.Result(directory, soFar, failedReports);
    }
}
