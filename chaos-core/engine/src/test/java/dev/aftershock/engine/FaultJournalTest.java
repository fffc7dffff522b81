package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultJournalTest {

    private static final UndoRecipe FIRST = new UndoRecipe("down", "a -> b", Map.of("proxy", "p"));
    private static final UndoRecipe SECOND = new UndoRecipe("process-kill", "db", Map.of("pid", "17"));

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadBackWithTheLastStateOfEachFault() throws IOException {
        JournalReader.Contents contents = JournalReader.read(recorded());

        assertThat(contents.faults())
                .containsExactly(
                        new JournaledFault("1", FIRST, FaultState.VERIFIED),
                        new JournaledFault("2", SECOND, FaultState.ACTIVE));
        assertThat(contents.open()).extracting(JournaledFault::id).containsExactly("2");
        assertThat(contents.owner()).contains(ProcessIdentity.current());
        assertThat(contents.ownerAlive()).isTrue();
        assertThat(contents.damaged()).isZero();
        assertThat(contents.torn()).isFalse();
    }

    @Test
    void onlyItsOwnerMayReadTheJournalAndItsFolder() throws IOException {
        Path file = recorded();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void cutAnywhereItIsReadWithoutErrorAndNoEarlierIntentIsLost() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        int known = 0;
        for (int length = 0; length <= whole.length; length++) {
            JournalReader.Contents contents = read(java.util.Arrays.copyOf(whole, length));
            assertThat(contents.faults().size()).as("cut at %d", length).isGreaterThanOrEqualTo(known);
            known = contents.faults().size();
        }
        assertThat(known).isEqualTo(2);
    }

    @Test
    void anyFlippedBitIsNoticedAndDamagesAtMostItsOwnRecordOrSaysSo() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        List<JournaledFault> truth = read(whole).faults();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            JournalReader.Contents contents = read(flipped);
            boolean noticed = contents.damaged() > 0 || contents.torn();
            assertThat(noticed || contents.faults().equals(truth))
                    .as("bit %d", bit)
                    .isTrue();
            assertThat(noticed).as("bit %d", bit).isTrue();
        }
    }

    @Test
    void aFlippedBitCostsNoOtherRecord() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        ByteBuffer records = ByteBuffer.wrap(whole);
        while (records.hasRemaining()) {
            int begin = records.position();
            int end = begin + 8 + records.getInt(begin);
            String text = new String(whole, begin + 8, end - begin - 8, StandardCharsets.UTF_8);
            List<String> others = Stream.of("1", "2")
                    .filter(id -> !text.contains("\"id\":\"" + id + "\",\"state\":\"INTENT\""))
                    .toList();
            for (int bit = begin * 8; bit < end * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(read(flipped).faults())
                        .as("bit %d", bit)
                        .extracting(JournaledFault::id)
                        .containsAll(others);
            }
            records.position(end);
        }
    }

    @Test
    void zerosThatAPowerCutLeftAreATornTail() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        JournalReader.Contents contents = read(java.util.Arrays.copyOf(whole, whole.length + 4096));
        assertThat(contents.torn()).isTrue();
        assertThat(contents.damaged()).isZero();
        assertThat(contents.sound()).isEqualTo(whole.length);
    }

    @Test
    void aSymbolicLinkIsNoJournal() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.journal"), recorded());
        assertThatThrownBy(() -> JournalReader.read(link)).isInstanceOf(IOException.class);
    }

    @Test
    void aTornTailIsCutBeforeMoreIsWritten() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        Path torn = folder.resolve("torn.journal");
        Files.write(torn, java.util.Arrays.copyOf(whole, whole.length - 3));
        try (FaultJournal journal =
                FaultJournal.reopen(JournalReader.read(torn)).orElseThrow()) {
            journal.mark("2", FaultState.VERIFIED);
        }
        JournalReader.Contents contents = JournalReader.read(torn);

        assertThat(contents.torn()).isFalse();
        assertThat(contents.open()).isEmpty();
    }

    private JournalReader.Contents read(byte[] bytes) throws IOException {
        Path file = folder.resolve("copy.journal");
        Files.write(file, bytes);
        return JournalReader.read(file);
    }

    @Test
    void afterOneFailedSyncItIsNeverTrustedAgain() {
        AtomicBoolean full = new AtomicBoolean();
        try (FaultJournal journal = FaultJournal.create(
                new StateDirectory(folder.resolve("full")),
                "run",
                ProcessIdentity.current(),
                file -> new FailingFile(file, full))) {
            journal.intent("1", FIRST);
            full.set(true);
            assertThatThrownBy(() -> journal.intent("2", SECOND))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("nothing more is injected")
                    .hasRootCauseMessage("No space left on device");
            full.set(false);
            assertThatThrownBy(() -> journal.intent("2", SECOND))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("nothing more is injected")
                    .hasRootCauseMessage("No space left on device");
            assertThat(journal.tryMark("1", FaultState.REVERTING)).isEmpty();
        }
    }

    record FailingFile(JournalFile file, AtomicBoolean full) implements JournalFile {

        @Override
        public void append(ByteBuffer record) throws IOException {
            file.append(record);
        }

        @Override
        public void force() throws IOException {
            if (full.get()) {
                throw new IOException("No space left on device");
            }
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private Path recorded() {
        try (FaultJournal journal = FaultJournal.create(new StateDirectory(folder.resolve("state")), "run")) {
            journal.intent("1", FIRST);
            journal.mark("1", FaultState.APPLYING);
            journal.mark("1", FaultState.ACTIVE);
            journal.intent("2", SECOND);
            journal.mark("1", FaultState.REVERTING);
            journal.mark("1", FaultState.VERIFIED);
            journal.mark("2", FaultState.ACTIVE);
            return journal.file();
        }
    }

    @Test
    void aRecordOfAStateThatNobodyKnowsIsDamagedAndTheRestIsRead() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        byte[] unknown = FaultJournal.encode(
                        "{\"record\":\"fault\",\"id\":\"2\",\"state\":\"MELTED\"}".getBytes(StandardCharsets.UTF_8))
                .array();
        byte[] both = java.util.Arrays.copyOf(whole, whole.length + unknown.length);
        System.arraycopy(unknown, 0, both, whole.length, unknown.length);

        JournalReader.Contents contents = read(both);
        assertThat(contents.damaged()).isEqualTo(1);
        assertThat(contents.faults()).isEqualTo(read(whole).faults());
    }
}
