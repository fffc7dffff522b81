package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsIntactAndReadableByItsOwnerAlone() throws IOException {
        assertThat(log().verify(Optional.empty()).entries()).isZero();
        String third = three();

        assertThat(log().verify(Optional.of(third))).isEqualTo(new AuditLog.Verification(3, third, Optional.empty()));
        assertThat(lines().get(1)).contains("\"what\":\"inject\"", "\"target\":\"link 1\"", "\"who\":");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log().file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whateverIsChangedInsertedTakenOutOrMovedIsSeen() throws IOException {
        three();
        List<String> whole = lines();
        List<List<String>> forgeries = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            List<String> changed = new ArrayList<>(whole);
            changed.set(i, whole.get(i).replace("link " + i, "link 7"));
            forgeries.add(changed);
            List<String> doubled = new ArrayList<>(whole);
            doubled.add(i, whole.get(i));
            forgeries.add(doubled);
        }
        forgeries.add(whole.subList(1, 3));
        forgeries.add(List.of(whole.get(0), whole.get(2)));
        List<String> moved = new ArrayList<>(whole);
        Collections.swap(moved, 1, 2);
        forgeries.add(moved);
        for (List<String> forged : forgeries) {
            Files.write(log().file(), forged);
            assertThat(log().verify(Optional.empty()).broken())
                    .as(forged.toString())
                    .isPresent();
        }
    }

    @Test
    void noByteCanBeAnotherUnseen() throws IOException {
        three();
        byte[] whole = Files.readAllBytes(log().file());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x81;
            Files.write(log().file(), damaged);
            assertThat(log().verify(Optional.empty()).broken())
                    .as("byte %d", at)
                    .isPresent();
        }
    }

    @Test
    void whatIsCutOffAtTheEndIsSeenByADigestThatWasNoted() throws IOException {
        String third = three();
        Files.write(log().file(), lines().subList(0, 2));

        assertThat(log().verify(Optional.empty()).broken()).isEmpty();
        assertThat(log().verify(Optional.of(third)).broken())
                .contains("no entry has the digest " + third + " that was noted");
        Files.delete(log().file());
        assertThat(log().verify(Optional.of(third)).broken()).isPresent();
    }

    @Test
    void anEntryThatACrashCutShortIsReplacedByTheNext() throws IOException {
        three();
        byte[] whole = Files.readAllBytes(log().file());
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(log().file(), java.util.Arrays.copyOf(whole, cut));
            log().add("halt", Map.of());
            AuditLog.Verification found = log().verify(Optional.empty());
            assertThat(found.broken()).as("cut at %d", cut).isEmpty();
            assertThat(found.entries())
                    .isEqualTo(1
                            + new String(whole, 0, cut)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
        }
    }

    @Test
    void aBrokenEntryIsNamedByItsLine() throws IOException {
        three();
        List<String> forged = new ArrayList<>(lines());
        forged.set(2, forged.get(2).replace("link 2", "link 7"));
        Files.write(log().file(), forged);

        AuditLog.Verification found = log().verify(Optional.empty());
        assertThat(found.broken().orElseThrow()).startsWith(log().file() + ":3: not as it was written");
        assertThat(found.entries()).isEqualTo(2);
        assertThat(found.head()).isEqualTo(forged.get(1).substring(0, 64));
    }

    @Test
    void whatMustNotFailTellsWhyItIsNotWritten() throws IOException {
        assertThat(log().tryAdd("healed", Map.of())).isEmpty();
        assertThat(log().verify(Optional.empty()).entries()).isEqualTo(1);
        Files.delete(log().file());
        Files.createDirectory(log().file());
        assertThat(log().tryAdd("healed", Map.of()).orElseThrow())
                .startsWith("cannot write the audit log " + log().file() + ": ");
    }

    @Test
    void entriesOfManyThreadsFormOneChain() throws IOException {
        IntStream.range(0, 64).parallel().forEach(i -> new AuditLog(state()).add("inject", Map.of("n", "" + i)));
        assertThat(log().verify(Optional.empty()).entries()).isEqualTo(64);
        assertThat(log().verify(Optional.empty()).broken()).isEmpty();
    }

    @Test
    void neitherAnEndlessEntryNorASymbolicLinkIsWritten() throws IOException {
        assertThatThrownBy(() -> log().add("inject", Map.of("x", "y".repeat(1_100_000))))
                .hasMessageContaining("too long");
        log().add("inject", Map.of("x", "y".repeat(900_000)));
        log().add("healed", Map.of());
        assertThat(log().verify(Optional.empty()).broken()).isEmpty();
        Files.deleteIfExists(log().file());
        Path other = Files.writeString(folder.resolve("other"), "precious", StandardOpenOption.CREATE);
        Files.createSymbolicLink(log().file(), other);
        assertThatThrownBy(() -> log().add("halt", Map.of())).isInstanceOf(UncheckedIOException.class);
        assertThat(other).hasContent("precious");
    }

    @Test
    void whatIsNoRegularFileIsBrokenAndNotReadForEver() throws IOException {
        log().add("inject", Map.of());
        Files.delete(log().file());
        Files.createSymbolicLink(log().file(), Path.of("/dev/zero"));
        assertThat(log().verify(Optional.empty()).broken()).hasValue(log().file() + ": no regular file");
    }

    private String three() throws IOException {
        for (int i = 0; i < 3; i++) {
            log().add("inject", Map.of("target", "link " + i));
        }
        return log().verify(Optional.empty()).head();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log().file());
    }

    private AuditLog log() {
        return new AuditLog(state());
    }

    private StateDirectory state() {
        return new StateDirectory(folder.resolve("state"));
    }

    @Test
    void aDamagedEndKeepsNobodyFromWritingAndIsStillSeen() throws IOException {
        three();
        for (String damaged : List.of("x", "0".repeat(64))) {
            List<String> whole = lines();
            Files.writeString(log().file(), damaged + "\n", StandardOpenOption.APPEND);
            log().add("halt", Map.of());

            assertThat(log().verify(Optional.empty()).broken().orElseThrow())
                    .startsWith(log().file() + ":4: not as it was written");
            Files.write(log().file(), whole);
        }
    }

    @Test
    void aLogThatIsGoneIsToldWithTheDigestThatWasNoted() throws IOException {
        assertThat(log().verify(Optional.of("abc")).broken()).contains("there is no log, and abc was noted");
    }
}
