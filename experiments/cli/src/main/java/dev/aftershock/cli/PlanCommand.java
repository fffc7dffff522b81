package dev.aftershock.cli;

import dev.aftershock.engine.AbortIf;
import dev.aftershock.engine.Blast;
import dev.aftershock.engine.BlastRadius;
import dev.aftershock.engine.Experiment;
import dev.aftershock.engine.Plan;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.Production;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.Safeguards;
import dev.aftershock.parts.Quantities;
import dev.aftershock.parts.TargetInfo;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Prints what a run would do and how each fault would be undone; touches nothing.")
final class PlanCommand implements Callable<Integer> {

    @Mixin
    ExperimentArgument experiment = new ExperimentArgument();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Registry registry = Registry.onClassPath();
        print(
                Planner.plan(experiment.read(registry), registry),
                spec.commandLine().getOut());
        return 0;
    }

    private static void print(Plan plan, PrintWriter out) {
        Experiment experiment = plan.experiment();
        out.println(experiment.title());
        out.println("objectives");
        out.println("  RTO "
                + experiment
                        .objectives()
                        .rto()
                        .map(rto -> Quantities.format(rto) + ", counted from the "
                                + experiment.objectives().clock().word())
                        .orElse("not judged"));
        experiment.objectives().mtd().ifPresent(mtd -> out.println("  MTD " + Quantities.format(mtd)));
        out.println(
                "  RPO " + experiment.objectives().rpo().map(rpo -> rpo.text()).orElse("not judged"));
        out.println("targets");
        plan.targets().forEach(target -> out.println("  " + target.name() + ": " + target.description()));
        out.println("probes");
        experiment
                .probes()
                .forEach(probe ->
                        out.println("  " + probe.name() + ": " + probe.part().kind() + " every "
                                + Quantities.format(probe.pace().every()) + ", deadline "
                                + Quantities.format(probe.pace().deadline())));
        out.println("steady state: answers within "
                + Quantities.format(experiment.steadyState().within())
                + ", at most " + experiment.steadyState().badAtMost() + " bad, for "
                + Quantities.format(experiment.steadyState().lasting()));
        out.println("method");
        plan.faults().forEach(fault -> print(fault, out));
        print(experiment.safeguards(), plan.blast(), out);
        Production.ofProcess().described(plan).forEach(line -> out.println("  " + line));
        out.println("nothing was touched");
    }

    private static void print(Plan.PlannedFault fault, PrintWriter out) {
        String targets = fault.targets().stream().map(TargetInfo::name).collect(Collectors.joining(", "));
        out.println("  " + fault.id() + ": " + fault.kind() + " on " + targets);
        out.println("    does: " + fault.plan().action());
        out.println("    for:  " + fault.lasting().map(Quantities::format).orElse("the rest of the method"));
        out.println("    undo: " + (fault.plan().reversible() ? "" : "IRREVERSIBLE: ")
                + fault.plan().undo());
    }

    private static void print(Safeguards safeguards, Blast blast, PrintWriter out) {
        out.println("safeguards");
        out.println("  everything is healed at the latest " + Quantities.format(safeguards.stopAfter())
                + " after the method began");
        if (!safeguards.allowIrreversible().isEmpty()) {
            out.println("  irreversible faults allowed: " + String.join(", ", safeguards.allowIrreversible()));
        }
        AbortIf aborts = safeguards.aborts();
        aborts.badFor()
                .ifPresent(bad -> out.println("  ends early when probe " + bad.probe() + " is bad for longer than "
                        + Quantities.format(bad.longerThan())));
        out.println("  ends early when a probe sees nothing for " + Quantities.format(aborts.noDataFor()));
        blast.sorts().forEach(sort -> out.println("  blast radius " + sort.text()));
        print(safeguards.radius(), out);
    }

    private static void print(BlastRadius radius, PrintWriter out) {
        radius.targets().ifPresent(most -> out.println("  at most " + most + " targets"));
        radius.share().ifPresent(share -> out.println("  at most " + share + " of the targets of one sort"));
        if (radius.keepHealthy() > 0) {
            out.println("  at least " + radius.keepHealthy() + " targets of each sort stay untouched");
        }
        if (!radius.deny().isEmpty()) {
            out.println("  never touched: " + String.join(", ", radius.deny()));
        }
    }
}
