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
        description =
                "The safety lever: while it is engaged, no run of this user, or on this machine, injects anything.")
final class LeverCommand {

    private static final String MACHINE = "The one for every user of this machine; moving it takes root.";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Command(mixinStandardHelpOptions = true, description = "Engages it; runs under way inject nothing more.")
    int engage(
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "no reason given", description = "Why.")
                    String reason,
            @Option(names = "--machine", description = MACHINE) boolean machine) {
        lever(machine).engage(reason);
        say("engaged; faults that act already go on: aftershock halt ends them");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Releases it.")
    int release(@Option(names = "--machine", description = MACHINE) boolean machine) {
        say(lever(machine).release() ? "released" : "was not engaged");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Tells whether it is engaged, since when and why.")
    int status() {
        say(lever(false).engaged().map(Lever.Engaged::toString).orElse("released"));
        lever(true).engaged().ifPresent(engaged -> say("of this machine " + engaged));
        return 0;
    }

    private static Lever lever(boolean machine) {
        return new Lever(StateDirectory.ofUser(), machine ? Lever.Scope.MACHINE : Lever.Scope.USER);
    }

    private void say(String what) {
        spec.commandLine().getOut().println("the safety lever " + what);
    }
}
