package dev.aftershock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limit that a fault set is taken back, from what took it over too, and no other. */
class UnlimitIT {

    private final List<ProcessHandle> processes = new ArrayList<>();
    private Process parent;
    private ProcessHandle child;
    private String before;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "where there is prlimit");
        parent = JavaProgram.of(JavaProgram.FRUGAL, List.of(Stubborn.class, JavaProgram.class), "1")
                .start();
        processes.add(parent.toHandle());
        assertThat(parent.getInputStream().read()).isEqualTo('x');
        child = parent.descendants().findFirst().orElseThrow();
        processes.add(child);
        before = Unlimit.softLimit(parent.pid()).orElseThrow();
    }

    @AfterEach
    void end() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whatDescendsFromItTookItOverAndIsHealedToo() throws IOException {
        limit(parent.pid(), 50);
        limit(child.pid(), 50);
        assertThat(unlimit(List.of()).limited()).containsExactly(parent.pid(), child.pid());
        assertThat(unlimit(List.of()).apply())
                .isEqualTo("may open " + before + " files again: [" + parent.pid() + ", " + child.pid() + "]");
        assertThat(Unlimit.softLimit(parent.pid())).contains(before);
        assertThat(Unlimit.softLimit(child.pid())).contains(before);
        assertThat(unlimit(List.of()).apply()).isEqualTo("none was limited");
    }

    @Test
    void whoeverWasThereBeforeOrSetAnotherLimitKeepsIt() throws IOException {
        limit(parent.pid(), 60);
        limit(child.pid(), 50);
        Resume.Member known = member(child.pid());
        assertThat(unlimit(List.of(known)).apply()).isEqualTo("none was limited");
        assertThat(Unlimit.softLimit(parent.pid())).contains("60");
        assertThat(Unlimit.softLimit(child.pid())).contains("50");
    }

    @Test
    void anotherOfItsNumberIsLeftAlone() throws IOException {
        limit(parent.pid(), 50);
        Resume.Member another =
                new Resume.Member(parent.pid(), member(parent.pid()).start() - 1);
        assertThat(new Unlimit(another, List.of(), 50, before).apply()).isEqualTo("none was limited");
        assertThat(Unlimit.softLimit(parent.pid())).contains("50");
    }

    @Test
    void itGoesThroughThePipe() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Unlimit unlimit = unlimit(List.of(member(child.pid())));
        unlimit.write(new DataOutputStream(bytes));
        assertThat(Remedy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(unlimit);
    }

    private Unlimit unlimit(List<Resume.Member> known) {
        return new Unlimit(member(parent.pid()), known, 50, before);
    }

    private static Resume.Member member(long pid) {
        return new Resume.Member(pid, ProcessStart.of(pid).orElseThrow());
    }

    private static void limit(long pid, long files) throws IOException {
        SystemProgram.run("prlimit", "--pid=" + pid, "--nofile=" + files + ":");
        assertThat(Unlimit.softLimit(pid)).contains(Long.toString(files));
    }
}
