package dev.aftershock.cli;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/** A host has one cluster with nodes that run pods at a time; another test, or another build, may have its turn. */
final class HostTurn {

    /** There while somebody has. */
    private static final Path TAKEN = Path.of("/run/aftershock-cluster");

    private HostTurn() {}

    static void awaitOurs() {
        try {
            await().atMost(Duration.ofMinutes(10)).until(() -> !Files.isSymbolicLink(TAKEN));
        } catch (ConditionTimeoutException e) {
            // Somebody who is gone may have it; whoever starts a cluster finds that out, and else tells who has it.
        }
    }
}
