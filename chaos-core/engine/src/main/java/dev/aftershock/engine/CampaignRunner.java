package dev.aftershock.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs campaigns: repeated, independent trials of one experiment until its gate has ruled.
 *
 * <p>Each trial is a whole {@link Engine#run run} with its own folder and seed: its systems are started anew, and its own
 * baseline must hold. The first fault's phase is spread over a period, so that trials do not all hit the same moment of a
 * poll or a lease. {@link #stop} may be called from any thread; everything else from one.
 */
public final class CampaignRunner {

    private final Registry registry;
    private final CampaignListener listener;
    private final InstantSource wall = InstantSource.system();
    private final AtomicReference<String> stopped = new AtomicReference<>();
    private final Engine engine;

    /** A runner with the given parts, journal folder and live view. */
    public CampaignRunner(Registry registry, StateDirectory state, CampaignListener listener) {
        this.registry = registry;
        this.listener = listener;
        this.engine = new Engine(registry, state, new Stopping());
    }

    /**
     * What a campaign left.
     *
     * @param directory its folder; the folders of its trials are inside
     * @param campaign what it shows
     * @param failedReports one line for each report of a trial that could not be written
     */
    public record Result(Path directory, Campaign campaign, List<String> failedReports) {
        /** Copies the list. */
        public Result {
            failedReports = List.copyOf(failedReports);
        }
    }

    /** Ends the campaign: the trial that is running heals, records and judges as far as it came, and no other begins. */
    public void stop(String reason) {
        stopped.compareAndSet(null, reason);
        engine.stop(reason);
    }

    /**
     * Runs trials until the gate has ruled; {@code campaign.json} in its folder is complete after each.
     *
     * @return what it shows
     * @throws dev.aftershock.parts.InvalidInputException when the experiment cannot be planned; nothing was touched then
     * @throws IOException when a record cannot be written; everything was healed before
     */
    public Result run(ReadExperiment read, CampaignOptions options) throws IOException {
        StartedCampaign campaign = start(read, options);
        while (!campaign.decided()) {
            campaign.advance();
        }
        return campaign.result();
    }

    /**
     * Makes a campaign's folder and runs no trial yet: whoever has it lets it go on, one trial after the other.
     *
     * @throws dev.aftershock.parts.InvalidInputException when the experiment cannot be planned; nothing was touched then
     * @throws IOException when {@code campaign.json} cannot be written
     */
    public StartedCampaign start(ReadExperiment read, CampaignOptions options) throws IOException {
        Plan plan = Planner.plan(read, registry);
        options.production().refuse(plan);
        Instant startedAt = wall.instant();
        String id = "campaign-" + Engine.newRunId(startedAt);
        Path directory = options.out().resolve(id).toAbsolutePath();
        RunStore.makeFolder(directory);
        Campaign.Header header = new Campaign.Header(
                id,
                startedAt.toString(),
                CampaignSubject.of(plan),
                options.gate().text(),
                options.seed(),
                options.period());
        List<String> failedReports = new ArrayList<>();
        CampaignRun.TrialRunner trials = spec -> {
            RunResult result = engine.run(
                    read,
                    new RunOptions(
                            directory,
                            spec.seed(),
                            options.reporters(),
                            Optional.of(spec.folder()),
                            spec.phase(),
                            options.production()));
            result.failedReports().forEach(failed -> failedReports.add(spec.folder() + ": " + failed));
            return Trial.of(spec, result.assessment(), stopped.get() != null);
        };
        CampaignRun.Around around = new CampaignRun.Around(trials, listener, () -> Optional.ofNullable(stopped.get()));
        CampaignRun run = new CampaignRun(header, options, CampaignSight.timers(read.experiment(), options), around);
        return new StartedCampaign(directory, run, failedReports);
    }

    /** A stop between two trials would be lost to the engine, so the next run's first event brings it. */
    private final class Stopping implements RunListener {

        @Override
        public void event(TimelineEvent event) {
            Optional.ofNullable(stopped.get()).ifPresent(engine::stop);
            listener.event(event);
        }

        @Override
        public void progress(Progress progress) {
            listener.progress(progress);
        }
    }
}
