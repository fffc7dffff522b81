package dev.aftershock.cli;

import dev.aftershock.engine.Leftovers;
import dev.aftershock.engine.Planner;
import dev.aftershock.engine.ReadExperiment;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Strays;
import dev.aftershock.engine.Verdict;
import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    @Option(
            names = "--marks",
            paramLabel = "FILE",
            description =
                    "Also remove what carries our mark on the servers of this experiment, for when journals are lost.")
    Optional<Path> marks = Optional.empty();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description =
                    "With --marks: take every run for dead that began longer ago (default: 2h, longer than any run can last).")
    Optional<Duration> olderThan = Optional.empty();

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "A value for $${var:NAME} in that file; may be given several times.")
    Map<String, String> variables = new LinkedHashMap<>();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Registry registry = Registry.onClassPath();
        // A file that cannot be read must not keep from healing what the journals tell.
        Leftovers leftovers = new Leftovers(registry, StateDirectory.ofUser());
        Leftovers.Report report = leftovers.recover();
        report.healed().forEach(line -> out.println("healed " + line));
        report.manual().forEach(line -> out.println("CHECK BY HAND " + line));
        if (show) {
            leftovers.states().forEach(out::println);
        }
        String found = report.journals() + (report.journals() == 1 ? " journal" : " journals") + " read, "
                + report.alive() + " of live runs left alone";
        Optional<ReadExperiment> marked =
                marks.map(file -> ExperimentArgument.of(file, variables).read(registry));
        Strays strays = strays(registry, marked);
        boolean clean =
                marked.map(read -> print(strays.heal(read.experiment()), out)).orElse(true);
        boolean nothing = report.healed().isEmpty() && report.manual().isEmpty();
        out.println(
                nothing
                        ? "nothing to recover: " + found
                        : found + ", " + report.healed().size() + " healed");
        return clean && report.manual().isEmpty() ? 0 : Verdict.LEAKED.exitCode();
    }

    private Strays strays(Registry registry, Optional<ReadExperiment> marked) {
        if (olderThan.isEmpty()) {
            return new Strays(registry, StateDirectory.ofUser());
        }
        ReadExperiment read = marked.orElseThrow(() -> InvalidInputException.of(
                "'--older-than' without '--marks'", "--marks FILE, the experiment whose systems to look at"));
        Duration longest = Planner.plan(read, registry).longest();
        if (olderThan.get().compareTo(longest) < 0) {
            throw InvalidInputException.of(
                    "'--older-than' is " + Quantities.format(olderThan.get()) + ", but a run of " + read.name()
                            + " that lives may be " + Quantities.format(longest) + " old",
                    "a longer time");
        }
        return new Strays(registry, StateDirectory.ofUser(), olderThan.get());
    }

    /** Prints it; whether nothing is left to check. What is young is looked at again, where somebody said when it is old. */
    private boolean print(Strays.Report report, PrintWriter out) {
        report.healed().forEach(line -> out.println("removed " + line));
        report.young().forEach(line -> out.println((olderThan.isPresent() ? "" : "CHECK BY HAND ") + line));
        report.manual().forEach(line -> out.println("CHECK BY HAND " + line));
        return report.manual().isEmpty()
                && (olderThan.isPresent() || report.young().isEmpty());
    }
}
