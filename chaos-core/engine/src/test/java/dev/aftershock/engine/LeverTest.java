package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.engine.Lever.Scope;
import dev.aftershock.parts.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeverTest {

    @TempDir
    Path folder;

    private StateDirectory state;
    private Lever user;
    private Lever machine;

    @BeforeEach
    void make() {
        state = new StateDirectory(folder.resolve("state"), folder.resolve("machine"));
        user = new Lever(state);
        machine = new Lever(state, Scope.MACHINE);
    }

    @Test
    void whatIsEngagedTellsWhySinceWhenAndUntilItIsReleased() {
        Instant before = Instant.now().minusSeconds(1);
        for (Lever lever : new Lever[] {user, machine}) {
            assertThat(lever.engaged()).isEmpty();
            lever.engage("the region is failing over");

            Lever.Engaged engaged = lever.engaged().orElseThrow();
            assertThat(engaged.reason()).isEqualTo("the region is failing over");
            assertThat(engaged.since().orElseThrow()).isBetween(before, before.plus(Duration.ofMinutes(5)));
            assertThat(engaged).hasToString("engaged since " + engaged.since().get() + ": the region is failing over");
            assertThat(lever.release()).isTrue();
            assertThat(lever.engaged()).isEmpty();
            assertThat(lever.release()).as("it was not engaged any more").isFalse();
        }
    }

    @Test
    void theLeverOfTheUserIsNotTheOneOfTheMachine() {
        user.engage("mine");
        assertThat(machine.engaged()).isEmpty();
        machine.engage("everybody's");
        assertThat(user.release()).isTrue();
        assertThat(machine.engaged().orElseThrow().reason()).isEqualTo("everybody's");
    }

    @Test
    void aLaterReasonTakesThePlaceOfAnEarlierOne() {
        user.engage("the first");
        user.engage("the second\nin two lines");
        assertThat(user.engaged().orElseThrow().reason()).isEqualTo("the second in two lines");
    }

    @Test
    void whatACrashLeftHalfWrittenDoesNotKeepItFromBeingEngaged() throws IOException {
        state.journals();
        Files.writeString(state.root().resolve("lever.draft"), "half a rea");
        assertThat(user.engaged()).isEmpty();
        user.engage("a whole reason");
        assertThat(user.engaged().orElseThrow().reason()).isEqualTo("a whole reason");
    }

    @Test
    void aFileWithoutAReasonEngagesIt() throws IOException {
        state.journals();
        Files.writeString(file(state.root()), " \n");
        assertThat(user.engaged().orElseThrow().reason()).isEqualTo("no reason given");
    }

    @Test
    void aLeverThatCannotBeReadCountsAsEngaged() throws IOException {
        Files.createDirectories(file(state.root()));
        Files.createDirectories(state.machine());
        Files.createSymbolicLink(file(state.machine()), folder.resolve("nowhere"));

        for (Lever lever : new Lever[] {user, machine}) {
            Lever.Engaged engaged = lever.engaged().orElseThrow();
            assertThat(engaged.since()).isEqualTo(Optional.empty());
            assertThat(engaged.toString()).startsWith("engaged: it cannot be read: ");
        }
    }

    @Test
    void whereOneCannotLookALeverCountsAsEngaged() {
        // Too long a name fails for the superuser too, who may look everywhere.
        StateDirectory unseen = new StateDirectory(folder.resolve("other"), folder.resolve("x".repeat(300)));

        assertThat(new Lever(unseen, Lever.Scope.MACHINE)
                        .engaged()
                        .orElseThrow()
                        .toString())
                .startsWith("engaged: it cannot be read: ");
    }

    @Test
    void everybodyMayReadTheLeverOfTheMachineAndOnlyItsUserTheOther() throws IOException {
        machine.engage("everybody's");
        assertThat(Files.getPosixFilePermissions(file(state.machine())))
                .contains(PosixFilePermission.OTHERS_READ)
                .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        assertThat(Files.getPosixFilePermissions(state.machine()))
                .contains(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE)
                .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        user.engage("mine");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(state.root()))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void whoEngagedAndReleasedItIsInTheAuditLog() throws IOException {
        machine.engage("the region is\nfailing over");
        user.release();
        machine.release();
        assertThat(Files.readAllLines(new AuditLog(state).file()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "\"what\":\"lever-engaged\"",
                                        "\"reason\":\"the region is failing over\"",
                                        "\"scope\":\"machine\""),
                        line -> assertThat(line)
                                .contains(
                                        "\"what\":\"lever-released\"",
                                        "\"reason\":\"it was not engaged\"",
                                        "\"scope\":\"user\""),
                        line -> assertThat(line)
                                .contains(
                                        "\"what\":\"lever-released\"",
                                        "\"reason\":\"it was engaged\"",
                                        "\"scope\":\"machine\""));
    }

    @Test
    void whatCannotBeEngagedOrReleasedIsTold() throws IOException {
        Files.writeString(state.machine(), "a file in the place of the folder");
        assertThatThrownBy(() -> machine.engage("x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot engage the safety lever " + file(state.machine()));

        Files.createDirectories(file(state.root()).resolve("not empty"));
        assertThatThrownBy(user::release)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot release the safety lever " + file(state.root()));
        assertThat(user.engaged()).isPresent();
    }

    @Test
    void eachLeverIsRefusedWithTheWayToReleaseIt() {
        assertThatCode(() -> Lever.refuseAny(state)).doesNotThrowAnyException();

        user.engage("a release is on");
        assertThatThrownBy(() -> Lever.refuseAny(state))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the safety lever is engaged since ")
                .hasMessageContaining(": a release is on")
                .hasMessageContaining("aftershock lever release")
                .hasMessageNotContaining("machine");
        user.release();

        machine.engage("a release is on");
        assertThatThrownBy(() -> Lever.refuseAny(state))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the safety lever of this machine is engaged since ")
                .hasMessageContaining("aftershock lever release --machine");
    }

    private static Path file(Path of) {
        return of.resolve("lever");
    }
}
