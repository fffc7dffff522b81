package dev.aftershock.cli;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Quantities;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The top of the command line. */
@Command(
        name = "aftershock",
        description = {
            "Breaks a system on purpose, measures how fast it recovers and counts what it loses.",
            "",
            "Exit codes: 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 INVALID run, 4 LEAKED fault, 64 bad input, 70 internal error."
        },
        mixinStandardHelpOptions = true,
        version = "aftershock 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            PlanCommand.class,
            ValidateCommand.class,
            CalibrateCommand.class,
            WatchCommand.class,
            JudgeCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            ProxyCommand.class,
            RecoverCommand.class,
            HaltCommand.class,
            LeverCommand.class,
            AuditCommand.class,
            K8sCommand.class,
            ListCommand.class,
            SchemaCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main {

    static final int BAD_INPUT = 64;
    static final int INTERNAL_ERROR = 70;

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs the command and returns its exit code; 64 for bad input, 70 for an internal error. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        Optional<Object> command = arguments.length == 0 ? Optional.empty() : alone(arguments[0]);
        if (command.isEmpty()) {
            CommandLine all = prepare(new CommandLine(new Main()), out, err);
            return arguments.length == 0 ? usage(all, out) : all.execute(arguments);
        }
        CommandLine line = prepare(new CommandLine(command.get()), out, err);
        line.setCommandName("aftershock " + arguments[0]);
        return line.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** The command of a name, without its siblings: looking at all of them takes longer than checking a file. */
    private static Optional<Object> alone(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "run" -> new RunCommand();
                    case "plan" -> new PlanCommand();
                    case "validate" -> new ValidateCommand();
                    case "calibrate" -> new CalibrateCommand();
                    case "watch" -> new WatchCommand();
                    case "judge" -> new JudgeCommand();
                    case "report" -> new ReportCommand();
                    case "compare" -> new CompareCommand();
                    case "proxy" -> new ProxyCommand();
                    case "recover" -> new RecoverCommand();
                    case "halt" -> new HaltCommand();
                    case "lever" -> new LeverCommand();
                    case "audit" -> new AuditCommand();
                    case "k8s" -> new K8sCommand();
                    case "list" -> new ListCommand();
                    case "schema" -> new SchemaCommand();
                    case "stress" -> new StressCommand();
                    case "fill" -> new FillCommand();
                    default -> null;
                });
    }

    private static CommandLine prepare(CommandLine line, PrintWriter out, PrintWriter err) {
        line.setOut(out).setErr(err);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.registerConverter(Duration.class, Main::duration);
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(err, failure));
        line.setParameterExceptionHandler((failure, given) -> {
            String name = failure.getCommandLine().getCommandName();
            err.println("aftershock: " + failure.getMessage());
            err.println("see '" + name + " --help'");
            return BAD_INPUT;
        });
        return line;
    }

    private static Duration duration(String text) {
        return Quantities.duration(text)
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "'" + text + "' is no time; expected a number with a unit, such as 500ms or 2s"));
    }

    private static int usage(CommandLine line, PrintWriter out) {
        line.usage(out);
        return BAD_INPUT;
    }

    private static int explain(PrintWriter err, Exception failure) {
        if (failure instanceof InvalidInputException invalid) {
            invalid.problems().forEach(problem -> err.println(problem.line()));
            err.println(invalid.problems().size() + " problem"
                    + (invalid.problems().size() == 1 ? "" : "s") + "; nothing was started");
            return BAD_INPUT;
        }
        if (failure instanceof UncheckedIOException io) {
            err.println("aftershock: " + io.getMessage() + ": " + io.getCause().getMessage());
            return INTERNAL_ERROR;
        }
        err.println("aftershock: internal error: " + failure);
        failure.printStackTrace(err);
        return INTERNAL_ERROR;
    }
}
