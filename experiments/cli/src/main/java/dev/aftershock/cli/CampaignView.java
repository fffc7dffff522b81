package dev.aftershock.cli;

import dev.aftershock.engine.Campaign;
import dev.aftershock.engine.CampaignListener;
import dev.aftershock.engine.CampaignRunner;
import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Gate;
import dev.aftershock.engine.Trial;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Nanos;
import java.io.PrintWriter;

/** Shows a campaign: a line for each trial while it goes on, then the verdict with what was proven and what was not. */
final class CampaignView implements CampaignListener {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final Style style;
    private final boolean quiet;
    private final boolean terminal;
    private String trial = "";
    private String phase = "";

    CampaignView(PrintWriter out, Style style, boolean quiet, boolean terminal) {
        this.out = out;
        this.style = style;
        this.quiet = quiet;
        this.terminal = terminal && !quiet;
    }

    void begin(Experiment experiment, Gate gate, long seed) {
        if (quiet) {
            return;
        }
        out.println(experiment.title());
        out.println(style.faint(experiment.hypothesis()));
        out.println("gate: " + gate.text());
        if (gate.enough() > gate.most()) {
            out.println(style.bad(
                    "that takes at least " + gate.enough() + " trials; " + gate.most() + " can never pass it"));
        }
        out.println(style.faint("seed " + seed));
    }

    @Override
    public synchronized void trialBegins(int number, int atMost) {
        trial = "trial " + number + " of " + atMost;
        phase = "";
    }

    @Override
    public synchronized void progress(Progress progress) {
        if (terminal && !progress.phase().equals(phase)) {
            phase = progress.phase();
            out.print(CLEAR_LINE + trial + ": " + phase);
            out.flush();
        }
    }

    @Override
    public synchronized void trialEnded(Trial ended, int atMost) {
        if (quiet) {
            return;
        }
        if (terminal) {
            out.print(CLEAR_LINE);
        }
        String line = ended.verdict() == Verdict.PASS && ended.recovery().isPresent() ? passed(ended) : ended.line();
        out.println("trial " + ended.spec().number() + " of " + atMost + ": "
                + style.verdict(ended.verdict(), ended.verdict().name())
                + line.substring(ended.verdict().name().length()));
    }

    private static String passed(Trial trial) {
        return "PASS R3 = " + Nanos.bracket(trial.recovery().orElseThrow())
                + (trial.lost().isPresent() ? ", " + trial.lost().getAsLong() + " lost" : "") + ", phase "
                + Nanos.seconds(trial.spec().phase().toNanos());
    }

    void print(CampaignRunner.Result result) {
        Campaign campaign = result.campaign();
        Campaign.Outcome outcome = campaign.outcome();
        out.println((quiet ? "" : "\n")
                + style.verdict(outcome.verdict(), outcome.verdict().name()) + ": " + outcome.why());
        if (outcome.verdict() == Verdict.LEAKED) {
            out.println("    -> run 'aftershock recover', then look at the target yourself");
        }
        if (!quiet) {
            campaign.rows().forEach(out::println);
            out.println("  record          " + ResultView.relative(result.directory()));
        }
        result.failedReports().forEach(failed -> out.println(style.bad(failed)));
    }
}
