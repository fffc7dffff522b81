package dev.aftershock.reports.files;

import dev.aftershock.engine.Finding;
import dev.aftershock.engine.Objectives;
import dev.aftershock.engine.Verdict;
import dev.aftershock.measurement.Bracket;
import dev.aftershock.measurement.Nanos;
import dev.aftershock.measurement.Recovery;
import java.util.Optional;

/** What was promised beside what was measured, with the error and the margin. */
final class ObjectivesSection {

    private static final double GAUGE = 300;

    private final RunView view;
    private final Markup html;

    ObjectivesSection(RunView view, Markup html) {
        this.view = view;
        this.html = html;
    }

    void write() {
        html.open("section").element("h2", "Objectives and measurements").open("div", "class", "cards");
        recoveryTime();
        dataLoss();
        side();
        html.close().close();
    }

    private Verdict worst(Finding.Topic topic) {
        return view.assessment().findings().stream()
                .filter(finding -> finding.topic() == topic)
                .map(Finding::verdict)
                .reduce(Verdict.PASS, Verdict::worse);
    }

    private void open(String title, String tone) {
        html.open("div", "class", "card " + tone).element("h3", title);
    }

    private String tone(boolean judged, Finding.Topic topic) {
        return judged ? HtmlReport.tone(worst(topic)) : "v-none";
    }

    private void recoveryTime() {
        Optional<Bracket> stable = view.recoveryTime();
        boolean judged = stable.isPresent() && view.header().rtoNanos().isPresent();
        open("Recovery time: actual (RTA) against objective (RTO)", tone(judged, Finding.Topic.RTO));
        big(stable);
        html.element(
                "p",
                (view.header().rtoNanos().isPresent()
                                ? "objective " + Figures.seconds(view.header().rtoNanos())
                                : "no objective")
                        + "; " + view.clockName(),
                "class",
                "detail");
        if (judged) {
            gauge(stable.get(), view.header().rtoNanos().getAsLong());
            html.element("p", margin(), "class", "margin");
        }
        html.close();
    }

    /** The estimate large, its bounds small beside it. */
    private void big(Optional<Bracket> stable) {
        String text = stable.map(bracket -> bracket.ended() ? Nanos.bracket(bracket) : "not recovered")
                .orElse("not measured");
        int bounds = text.indexOf('[');
        html.open("p", "class", "big").text(bounds < 0 ? text : text.substring(0, bounds));
        if (bounds >= 0) {
            html.element("small", text.substring(bounds));
        }
        html.close();
    }

    private String margin() {
        if (view.margin().isEmpty()) {
            return "never recovered while watched";
        }
        long margin = view.margin().getAsLong();
        return margin >= 0
                ? Nanos.seconds(margin) + " to spare"
                : "the bracket ends " + Nanos.seconds(-margin) + " late";
    }

    /** The bracket on a line from zero, with a mark at the objective. */
    private void gauge(Bracket stable, long rto) {
        long end = Math.max(rto, stable.ended() ? stable.high() : rto * 2);
        Scale scale = new Scale(0, Math.max(1, end + end / 12), 0, GAUGE);
        Svg svg = new Svg();
        svg.markup()
                .open("svg", "class", "as-svg gauge", "viewBox", "0 0 300 20", "role", "img")
                .element("title", "Recovery time on a line to the objective: " + margin());
        svg.box(new Svg.Box(0, 8, GAUGE, 4), Ink.GRID, 1);
        Ink ink = TimelineSvg.ink(worst(Finding.Topic.RTO));
        double high = stable.ended() ? scale.x(stable.high()) : GAUGE;
        svg.box(new Svg.Box(0, 8, scale.x(Math.min(end, stable.low())), 4), ink, 0.6);
        svg.box(new Svg.Box(scale.x(stable.low()), 5, Math.max(2, high - scale.x(stable.low())), 10), ink, 1);
        svg.down(scale.x(rto), 1, 18, Ink.GOAL);
        svg.markup().close();
        html.ours(svg.markup().toString());
    }

    private void dataLoss() {
        Optional<Objectives.Rpo> rpo = view.header().rpo();
        boolean measured = !view.ledgers().isEmpty();
        open("Data loss: actual (RPA) against objective (RPO)", tone(measured && rpo.isPresent(), Finding.Topic.RPO));
        html.element("p", measured ? Figures.count(view.lost()) + " lost" : "not measured", "class", "big");
        String of = measured ? "of " + Figures.count(view.acknowledged(), "acknowledged write") + "; " : "";
        String objective = rpo.map(each -> "objective " + each.text()).orElse("no objective");
        html.element("p", of + objective, "class", "detail");
        view.ledgers().stream()
                .map(probe -> probe.ledger().orElseThrow())
                .filter(ledger -> ledger.rate() > 0)
                .findFirst()
                .ifPresent(ledger -> html.element(
                        "p",
                        ledger.age()
                                        .map(age -> "oldest loss " + Nanos.bracket(age) + " before the fault; ")
                                        .orElse("") + "written at " + Figures.count(Math.round(ledger.rate()))
                                + "/s before it",
                        "class",
                        "margin"));
        html.close();
    }

    private void side() {
        open("The system's own recovery", "v-none");
        html.open("dl", "class", "facts");
        fact("Detected (R1)", Figures.bracket(view.assessment().detect()));
        fact("First good answer (R2)", Figures.bracket(view.slowestRecovery().flatMap(Recovery::firstGood)));
        fact("Redundant again (R5)", Figures.bracket(view.assessment().redundancy()));
        fact("Healing cost (R8)", healCost());
        html.close().close();
    }

    private String healCost() {
        return view.slowest()
                .flatMap(probe -> probe.healOutage())
                .map(recovery -> recovery.troubled() ? Nanos.bracket(recovery.stable()) : "none seen")
                .orElse(Figures.NONE);
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }
}
