/**
 * A probe that asks Prometheus, or whatever speaks its HTTP API.
 *
 * <p><b>Staleness.</b> An instant query answers for the time of its evaluation with the newest sample of the last five
 * minutes (Prometheus documentation, "Querying basics", section "Staleness"), and stamps its result with the time of
 * evaluation. A failed scrape is marked, and the series vanishes at once; but samples with a timestamp of their own,
 * samples that arrive by remote write, and everything while scraping itself stands still keep their last value. So the
 * probe asks, in the same query, for {@code min(timestamp(series))} ("Functions", section "timestamp()") and compares
 * it with the time of evaluation. Both are of the server's clock; this machine's clock does not matter.
 *
 * <p>{@code timestamp()} tells the time of a sample only for a plain selector; for any other expression it is the time
 * of evaluation, and nothing would ever look old. An expression therefore needs the setting {@code series}.
 *
 * <p>A series that vanished while others are still there is not missed, since nobody told that there should be one; count
 * them where that matters: {@code count(up{job="db"})} with {@code equals: 3}.
 *
 * <p><b>Resolution.</b> A value changes once per scrape, so a recovery seen through Prometheus is no sharper than the
 * scrape interval, however often it is asked.
 */
@NullMarked
package dev.aftershock.probes.prometheus;

import org.jspecify.annotations.NullMarked;
