package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.engine.ToySystem.Behaviour;
import dev.aftershock.measurement.Bracket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a system in memory, several in a row. */
class CampaignRunnerIT {

    private static final Duration PERIOD = Duration.ofMillis(600);

    private final ToySystem toy = new ToySystem();

    @TempDir
    Path folder;

    @Test
    void everyTrialIsARunOfItsOwnWithItsOwnSeedThatWaitedForItsPhase() throws IOException {
        // So long that nobody is blind for a tenth of it.
        ReadExperiment experiment = toy(Behaviour.SELF_HEALING, Duration.ofSeconds(20));
        CampaignRunner.Result result = runner(new CampaignListener() {}).run(experiment, options(3));

        Campaign campaign = result.campaign();
        assertThat(campaign.outcome().verdict())
                .as(campaign.outcome().toString())
                .isEqualTo(Verdict.PASS);
        assertThat(campaign.counted()).hasSize(3).allSatisfy(trial -> {
            Recording recording =
                    RunStore.load(result.directory().resolve(trial.spec().folder()));
            assertThat(recording.header().seed()).isEqualTo(trial.spec().seed());
            assertThat(waited(recording))
                    .isGreaterThanOrEqualTo(trial.spec().phase().toMillis() * 1_000_000);
            assertThat(trial.recovery().map(Bracket::high).orElseThrow()).isGreaterThanOrEqualTo(50_000_000L);
        });
        assertThat(campaign.trials().stream().map(trial -> trial.spec().phase().toNanos() * 3 / PERIOD.toNanos()))
                .as("a phase in each third of the period")
                .containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(CampaignStore.load(result.directory())).isEqualTo(campaign);
    }

    @Test
    void aTrialThatCannotBeVerifiedHealedEndsTheCampaign() throws IOException {
        CampaignRunner.Result result = runner(new CampaignListener() {}).run(toy(Behaviour.STUCK), options(3));

        assertThat(result.campaign().outcome().verdict()).isEqualTo(Verdict.LEAKED);
        assertThat(result.campaign().trials()).hasSize(1);
    }

    @Test
    void aFaultThatDoesNothingEndsTheCampaignInvalid() throws IOException {
        CampaignRunner.Result result = runner(new CampaignListener() {}).run(toy(Behaviour.NOTHING), options(3));

        assertThat(result.campaign().outcome().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.campaign().trials()).hasSize(3);
    }

    @Test
    void aStopWhileTheFaultWaitsForItsPhaseBreaksNothingAndEndsTheCampaign() throws IOException {
        CampaignRunner[] runner = new CampaignRunner[1];
        runner[0] = runner(new CampaignListener() {
            @Override
            public void event(TimelineEvent event) {
                if (event.subject().equals("await phase")) {
                    runner[0].stop("somebody pressed Ctrl-C");
                }
            }
        });
        CampaignRunner.Result result = runner[0].run(toy(Behaviour.REAL), options(3));

        assertThat(result.campaign().outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.campaign().trials()).hasSize(1);
        assertThat(result.campaign().counted()).isEmpty();
        assertThat(toy.injections.get()).isZero();
    }

    @Test
    void aStopBetweenTwoTrialsIsNotLost() throws IOException {
        CampaignRunner[] runner = new CampaignRunner[1];
        runner[0] = runner(new CampaignListener() {
            @Override
            public void trialBegins(int number, int atMost) {
                runner[0].stop("somebody pressed Ctrl-C");
            }
        });
        CampaignRunner.Result result = runner[0].run(toy(Behaviour.REAL), options(3));

        assertThat(result.campaign().outcome().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(toy.injections.get()).isZero();
    }

    private static long waited(Recording recording) {
        long from = recording.events(TimelineEvent.Type.PHASE).stream()
                .filter(event -> event.subject().equals("await phase"))
                .findFirst()
                .orElseThrow()
                .at();
        return recording.events(TimelineEvent.Type.FAULT_ISSUED).get(0).at() - from;
    }

    private CampaignRunner runner(CampaignListener listener) {
        return new CampaignRunner(toy.registry(), new StateDirectory(folder.resolve("state")), listener);
    }

    private ReadExperiment toy(Behaviour how) {
        return toy(how, Duration.ofSeconds(2));
    }

    private ReadExperiment toy(Behaviour how, Duration rto) {
        return ReadExperiment.inCode(toy.experiment(how, rto, Optional.empty()));
    }

    private CampaignOptions options(int trials) {
        return new CampaignOptions(folder, 7, new Gate.AllPass(trials), PERIOD, Map.of(), List.of());
    }
}
