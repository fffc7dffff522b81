package dev.aftershock.junit;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.CampaignListener;
import dev.aftershock.engine.CampaignOptions;
import dev.aftershock.engine.CampaignRunner;
import dev.aftershock.engine.Gate;
import dev.aftershock.engine.HealOnExit;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StartedCampaign;
import dev.aftershock.engine.Trial;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * The trials of a campaign as invocations of a test, each made when the one before it has ended, and then the ruling. For one
 * thread.
 */
final class CampaignInvocations implements Iterator<TestTemplateInvocationContext> {

    private final CampaignRunner runner =
            new CampaignRunner(Registry.onClassPath(), Runs.state(), new CampaignListener() {});
    private final StartedCampaign campaign;
    private final boolean sequential;
    private int given;
    private boolean over;

    private CampaignInvocations(ReadExperiment read, CampaignOptions options) throws IOException {
        campaign = runner.start(read, options);
        sequential = options.gate() instanceof Gate.Sequential;
    }

    static CampaignInvocations start(ReadExperiment read, Repetition asked, Path out, long seed) throws IOException {
        try {
            return new CampaignInvocations(
                    read, new CampaignOptions(out, seed, asked.gate(), asked.period(), Map.of(), Runs.reporters()));
        } catch (IOException e) {
            throw Runs.unrecorded(out, e);
        }
    }

    @Override
    public boolean hasNext() {
        return !over;
    }

    /** A trial that JUnit was given and did not run is missing for good: to go on would never end. */
    @Override
    public TestTemplateInvocationContext next() {
        if (over) {
            throw new NoSuchElementException("the campaign is over");
        }
        if (campaign().trials().size() < given) {
            over = true;
            throw new IllegalStateException(
                    "trial " + given + " was not run, so that the campaign proves nothing; it is run "
                            + "as a whole: select the method, not one of its invocations. If trial " + given
                            + " failed before it began, see its failure");
        }
        if (campaign.decided()) {
            over = true;
            return new RulingInvocation(campaign.result());
        }
        given++;
        return new TrialInvocation(this, "trial " + given + " of " + atMost() + soFar());
    }

    private String atMost() {
        return (sequential ? "at most " : "") + campaign.atMost();
    }

    private String soFar() {
        List<Trial> ended = campaign().trials();
        long passed =
                ended.stream().filter(trial -> trial.verdict() == Verdict.PASS).count();
        return ended.isEmpty() ? "" : ", " + passed + " of " + ended.size() + " passed";
    }

    Campaign campaign() {
        return campaign.result().campaign();
    }

    /** Runs the next trial; when that fails, the campaign cannot go on. */
    Trial advance() throws IOException {
        HealOnExit guard = HealOnExit.of(runner::stop);
        over = true;
        try {
            Trial trial = campaign.advance();
            over = false;
            return trial;
        } catch (IOException e) {
            throw Runs.unrecorded(campaign.result().directory(), e);
        } finally {
            guard.close();
        }
    }
}
