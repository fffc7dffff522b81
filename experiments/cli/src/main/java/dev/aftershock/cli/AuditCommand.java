package dev.aftershock.cli;

import dev.aftershock.engine.AuditLog;
import dev.aftershock.engine.StateDirectory;
import dev.aftershock.engine.Verdict;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "The log of who broke what and what came of it, for all runs of this user.")
final class AuditCommand {

    private final AuditLog log = new AuditLog(StateDirectory.ofUser());

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Checks that no entry was changed, inserted or taken out; ends with 1 when one was.",
                "Entries cut off at the end are seen when a digest noted earlier is given."
            })
    int verify(
            @Option(names = "--head", paramLabel = "DIGEST", description = "A digest that must still be in the log.")
                    Optional<String> head)
            throws IOException {
        AuditLog.Verification found = log.verify(head);
        found.broken().ifPresent(broken -> spec.commandLine().getOut().println("BROKEN " + broken));
        spec.commandLine()
                .getOut()
                .println(found.entries() + " entries of " + log.file()
                        + " are as they were written; the last has the digest " + found.head());
        return found.broken().isEmpty() ? 0 : Verdict.FAIL.exitCode();
    }
}
