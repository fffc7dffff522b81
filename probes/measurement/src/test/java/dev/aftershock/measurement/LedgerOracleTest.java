package dev.aftershock.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftershock.measurement.LedgerEntry.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small generated worlds, each with everything at once. */
class LedgerOracleTest {

    private static final int CASES =
            Integer.getInteger("aftershock.cases", Boolean.getBoolean("aftershock.nightly") ? 100_000 : 3_000);

    @Test
    void everyClassIsExactlyAsDefinedInEveryWorld() {
        for (int seed = 0; seed < CASES; seed++) {
            LedgerOracle world = world(new Random(seed));
            LedgerFindings findings =
                    LedgerAnalysis.compare(world.entries(), world.survivors(), world.reads(), world.fault());
            assertThat(LedgerOracle.of(findings)).as("seed %d: %s", seed, world).isEqualTo(world.findings());
        }
    }

    @Test
    void theOrderOfTheArgumentsDoesNotMatter() {
        for (int seed = 0; seed < CASES / 4; seed++) {
            LedgerOracle world = world(new Random(seed));
            LedgerFindings straight =
                    LedgerAnalysis.compare(world.entries(), world.survivors(), world.reads(), world.fault());
            LedgerFindings shuffled = LedgerAnalysis.compare(
                    shuffled(world.entries(), seed),
                    shuffled(world.survivors(), seed),
                    shuffled(world.reads(), seed),
                    world.fault());
            assertThat(shuffled).as("seed %d: %s", seed, world).isEqualTo(straight);
        }
    }

    private static <T> List<T> shuffled(List<T> list, int seed) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private static LedgerOracle world(Random random) {
        List<LedgerEntry> entries = new ArrayList<>();
        List<Survivor> survivors = new ArrayList<>();
        List<ReadBack> reads = new ArrayList<>();
        boolean placed = random.nextBoolean();
        int writers = 1 + random.nextInt(3);
        for (int writer = 0; writer < writers; writer++) {
            int count = random.nextInt(9);
            for (int seq = 1; seq <= count; seq++) {
                LedgerEntry entry = entry(random, writer, seq);
                entries.add(entry);
                for (int rows = random.nextInt(4) - 1; rows > 0; rows--) {
                    survivors.add(survivor(random, entry, placed));
                }
                for (int read = random.nextInt(3); read > 0; read--) {
                    reads.add(
                            new ReadBack(writer, seq, entry.answered() + random.nextInt(5) - 1, random.nextBoolean()));
                }
            }
        }
        for (int phantoms = random.nextInt(3); phantoms > 0; phantoms--) {
            survivors.add(new Survivor(random.nextInt(6) - 1, random.nextInt(12) - 1, 5, 1));
        }
        long from = random.nextInt(120);
        return new LedgerOracle(entries, survivors, reads, new Moment(from, from + random.nextInt(10)));
    }

    private static LedgerEntry entry(Random random, int writer, int seq) {
        Result[] results = Result.values();
        Result result = random.nextInt(3) > 0 ? Result.ACK : results[random.nextInt(results.length)];
        long invoked = seq * 10L + random.nextInt(3);
        String node = List.of("", "a", "b").get(random.nextInt(3));
        return new LedgerEntry(writer, seq, random.nextInt(4), invoked, invoked + random.nextInt(6), result, node);
    }

    private static Survivor survivor(Random random, LedgerEntry entry, boolean placed) {
        long hash = random.nextInt(6) == 0 ? entry.hash() + 1 : entry.hash();
        int copies = random.nextInt(6) == 0 ? 2 : 1;
        long position = placed && random.nextInt(5) > 0 ? entry.seq() * 2 + random.nextInt(5) : Survivor.UNPLACED;
        return new Survivor(entry.writer(), entry.seq(), hash, copies, position);
    }
}
