package dev.aftershock.cli;

import dev.aftershock.engine.Lever;
import dev.aftershock.engine.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "lever",
        mixinStandardHelpOptions = true,
        description = "The safety lever: while it is engaged, no run of this user injects anything.")
final class LeverCommand {

    private final Lever lever = new Lever(StateDirectory.ofUser());

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Command(mixinStandardHelpOptions = true, description = "Engages it; runs under way inject nothing more.")
    int engage(
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "no reason given", description = "Why.")
                    String reason) {
        lever.engage(reason);
        say("engaged; faults that act already go on: aftershock halt ends them");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Releases it.")
    int release() {
        say(lever.release() ? "released" : "was not engaged");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Tells whether it is engaged, since when and why.")
    int status() {
        say(lever.engaged().map(Lever.Engaged::toString).orElse("released"));
        return 0;
    }

    private void say(String what) {
        spec.commandLine().getOut().println("the safety lever " + what);
    }
}
