package dev.aftershock.cli;

import dev.aftershock.engine.Halt;
import dev.aftershock.engine.Registry;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "halt",
        mixinStandardHelpOptions = true,
        description = {
            "Ends every run of this user and heals its faults at once; what a run does not heal in time is healed from here.",
            "Ends with 4 when a person must look at something. To keep new runs from injecting: aftershock lever engage"
        })
final class HaltCommand implements Callable<Integer> {

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "How long runs may take to heal themselves (default: ${DEFAULT-VALUE}).")
    Duration patience = Duration.ofSeconds(1);

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Halt.Report report = new Halt(Registry.onClassPath(), StateDirectory.ofUser()).haltAll(patience);
        report.healed().forEach(line -> out.println("healed " + line));
        report.manual().forEach(line -> out.println("CHECK BY HAND " + line));
        out.println(
                report.runs() == 0
                                && report.healed().isEmpty()
                                && report.manual().isEmpty()
                        ? "nothing to halt: no run of this user has a fault or a system open"
                        : "halted " + report.runs() + (report.runs() == 1 ? " run" : " runs") + ": " + report.own()
                                + " faults healed by themselves, "
                                + report.healed().size() + " from here");
        return report.manual().isEmpty() ? 0 : Verdict.LEAKED.exitCode();
    }
}
