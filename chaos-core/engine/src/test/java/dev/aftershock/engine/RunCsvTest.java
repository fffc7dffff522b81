package dev.aftershock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftershock.measurement.LedgerEntry;
import dev.aftershock.measurement.Moment;
import dev.aftershock.measurement.Outcome;
import dev.aftershock.measurement.ReadBack;
import dev.aftershock.measurement.Sample;
import dev.aftershock.measurement.Survivor;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What tools outside this project read, column by column as the headers name them. */
class RunCsvTest {

    @Test
    void eachRowHasTheColumnsOfItsHeader() {
        Sample sample = new Sample(-5, 6, 7, Outcome.TIMEOUT, "no answer", 3, 2);
        assertThat(RunCsv.line(sample, UnaryOperator.identity())).isEqualTo("-5,6,7,3,2,TIMEOUT,no answer");
        assertThat(RunCsv.sample("-5,6,7,3,2,TIMEOUT,no answer")).isEqualTo(sample);
        assertThat(RunCsv.line(new Moment(1, 2))).isEqualTo("1,2");
        assertThat(RunCsv.pause("1,2")).isEqualTo(new Moment(1, 2));

        LedgerEntry entry = new LedgerEntry(1, 2, -3, 4, 5, LedgerEntry.Result.ACK_WARN, "db-1");
        assertThat(RunCsv.line(entry, UnaryOperator.identity())).isEqualTo("1,2,-3,4,5,ACK_WARN,db-1");
        assertThat(RunCsv.entry("1,2,-3,4,5,ACK_WARN,db-1")).isEqualTo(entry);
        Survivor survivor = new Survivor(1, 2, -3, 2, 9);
        assertThat(RunCsv.line(survivor)).isEqualTo("1,2,-3,2,9");
        assertThat(RunCsv.survivor("1,2,-3,2,9")).isEqualTo(survivor);
        assertThat(RunCsv.line(new ReadBack(1, 2, 3, true))).isEqualTo("1,2,3,true");
        assertThat(RunCsv.read("1,2,3,true")).isEqualTo(new ReadBack(1, 2, 3, true));
        assertThat(RunCsv.read("1,2,3,false")).isEqualTo(new ReadBack(1, 2, 3, false));
    }

    @Test
    void aDetailMayHoldCommasButNoLineEnds() {
        Sample sample = new Sample(1, 2, 3, Outcome.FAIL_FAST, "a, b,\nand c", 0);
        assertThat(RunCsv.sample(RunCsv.line(sample, UnaryOperator.identity())).detail())
                .isEqualTo("a, b, and c");
        LedgerEntry entry = new LedgerEntry(1, 2, 3, 4, 5, LedgerEntry.Result.ACK, "10.0.0.1, the\rfirst");
        assertThat(RunCsv.entry(RunCsv.line(entry, UnaryOperator.identity())).node())
                .isEqualTo("10.0.0.1, the first");
    }

    @Test
    void aRowWithAnotherNumberOfCellsIsShown() {
        assertThatThrownBy(() -> RunCsv.sample("1,2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 2 cells instead of 7: 1,2");
        assertThatThrownBy(() -> RunCsv.survivor("1,2,3,4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 4 cells instead of 5: 1,2,3,4");
    }

    @Test
    void aMomentLiesAtMostAYearFromTheBeginOfItsRun() {
        long year = Duration.ofDays(366).toNanos();
        assertThat(RunCsv.moment(year)).isEqualTo(year);
        assertThat(RunCsv.moment(-year)).isEqualTo(-year);
        for (long beyond : new long[] {year + 1, -year - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            for (String row : new String[] {beyond + ",1,1", "1," + beyond + ",1", "1,1," + beyond}) {
                assertThatThrownBy(() -> RunCsv.sample(row + ",0,1,OK,"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a moment " + beyond + " ns from the begin of the run; expected at most a year");
            }
        }
    }

    @Test
    void noOtherRowHoldsAMomentBeyondThatEither() {
        String far = Long.toString(Long.MAX_VALUE);
        assertThatThrownBy(() -> RunCsv.pause("1," + far)).hasMessageContaining("at most a year");
        assertThatThrownBy(() -> RunCsv.pause(far + ",1")).hasMessageContaining("at most a year");
        assertThatThrownBy(() -> RunCsv.entry("1,2,3," + far + ",5,ACK,")).hasMessageContaining("at most a year");
        assertThatThrownBy(() -> RunCsv.entry("1,2,3,4," + far + ",ACK,")).hasMessageContaining("at most a year");
        assertThatThrownBy(() -> RunCsv.read("1,2," + far + ",true")).hasMessageContaining("at most a year");
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefused() {
        assertThatThrownBy(() -> RunCsv.read("1,2,3,yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'yes'; expected true or false");
    }
}
