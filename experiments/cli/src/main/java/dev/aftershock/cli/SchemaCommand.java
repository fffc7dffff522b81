package dev.aftershock.cli;

import dev.aftershock.engine.Registry;
import dev.aftershock.format.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of experiment files, for completion in an editor.")
final class SchemaCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(JsonSchema.of(Registry.onClassPath()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
