package dev.aftershock.cli;

import dev.aftershock.engine.Registry;
import dev.aftershock.format.JsonSchema;
import dev.aftershock.reports.files.VerdictSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of experiment files, for completion in an editor, or of a run's verdict.")
final class SchemaCommand implements Callable<Integer> {

    @Option(names = "--verdict", description = "That of a run's verdict.json.")
    boolean verdict = false;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(verdict ? VerdictSchema.text() : JsonSchema.of(Registry.onClassPath()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
