package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process is ended, gently or not, and never another one of its number. */
class EndIT {

    private final List<ProcessHandle> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whatTakesTheHintIsNotKilled() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        processes.add(sleeper.toHandle());

        assertThat(end(sleeper).apply()).isEqualTo("process " + sleeper.pid() + " was ended");
        assertThat(sleeper.waitFor()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }

    @Test
    void whatDoesNotListenIsKilledWithWhatItStarted() throws Exception {
        Process stubborn = JavaProgram.of(JavaProgram.FRUGAL, List.of(Stubborn.class, JavaProgram.class), "1")
                .start();
        processes.add(stubborn.toHandle());
        assertThat(stubborn.getInputStream().read())
                .as("it said that it is there")
                .isEqualTo('x');
        List<ProcessHandle> children = stubborn.descendants().toList();
        processes.addAll(children);
        assertThat(children).hasSize(1);

        assertThat(end(stubborn).apply()).isEqualTo("process " + stubborn.pid() + " was killed");
        assertThat(stubborn.waitFor()).as("ended by SIGKILL").isEqualTo(128 + 9);
        assertThat(children).allMatch(child -> ProcessStart.dead(child.pid()));
    }

    @Test
    void whatIsStoppedIsKilledToo() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        processes.add(sleeper.toHandle());
        SystemProgram.run("kill", "-STOP", Long.toString(sleeper.pid()));
        await().until(() -> ProcessStart.stopped(sleeper.pid()));

        assertThat(end(sleeper).apply()).isEqualTo("process " + sleeper.pid() + " was killed");
    }

    @Test
    void whatIsGoneAndAnotherOfItsNumberAreLeftAlone() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        processes.add(sleeper.toHandle());
        End another = new End(sleeper.pid(), end(sleeper).start() - 1);

        assertThat(another.apply()).isEqualTo("process " + sleeper.pid() + " is gone");
        assertThat(sleeper.isAlive()).isTrue();
        End ours = end(sleeper);
        sleeper.destroyForcibly().waitFor();
        assertThat(ours.apply()).isEqualTo("process " + sleeper.pid() + " is gone");
    }

    @Test
    void anInterruptIsKeptForLater() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        processes.add(sleeper.toHandle());

        Thread.currentThread().interrupt();
        String seen = end(sleeper).apply();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).endsWith("was ended");
    }

    @Test
    void itGoesThroughThePipe() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        End end = new End(17, 4711);
        end.write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(end);
    }

    private static End end(Process process) {
        return new End(process.pid(), ProcessStart.of(process.pid()).orElseThrow());
    }
}
