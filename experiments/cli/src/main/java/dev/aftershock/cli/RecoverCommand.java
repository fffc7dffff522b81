package dev.aftershock.cli;

import dev.aftershock.engine.Leftovers;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Heals what runs that died left behind, as their journals tell; leaves live runs alone.",
            "Ends with 4 when a person must look at something."
        })
final class RecoverCommand implements Callable<Integer> {

    @Option(names = "--show", description = "Also print every journaled fault with its state.")
    boolean show;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Leftovers leftovers = new Leftovers(Registry.onClassPath(), StateDirectory.ofUser());
        Leftovers.Report report = leftovers.recover();
        report.healed().forEach(line -> out.println("healed " + line));
        report.manual().forEach(line -> out.println("CHECK BY HAND " + line));
        if (show) {
            leftovers.states().forEach(out::println);
        }
        String found = report.journals() + (report.journals() == 1 ? " journal" : " journals") + " read, "
                + report.alive() + " of live runs left alone";
        boolean nothing = report.healed().isEmpty() && report.manual().isEmpty();
        out.println(
                nothing
                        ? "nothing to recover: " + found
                        : found + ", " + report.healed().size() + " healed");
        return report.manual().isEmpty() ? 0 : Verdict.LEAKED.exitCode();
    }
}
