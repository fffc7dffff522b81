package dev.aftershock.engine;

import dev.aftershock.parts.Percent;
import dev.aftershock.parts.Quantities;
import java.time.Duration;

/** By how much recovery may be slower before it is called a regression. */
public sealed interface CampaignMargin {

    /** The margin in nanoseconds, given the median of the older version in nanoseconds. */
    long nanos(long median);

    /** The margin as people write it. */
    String text();

    /** A share of the older version's median. */
    record Share(Percent share) implements CampaignMargin {

        @Override
        public long nanos(long median) {
            return Math.round(median * share.fraction());
        }

        @Override
        public String text() {
            return share + " of the older median";
        }
    }

    /** A fixed time. */
    record Time(Duration time) implements CampaignMargin {

        @Override
        public long nanos(long median) {
            return time.toNanos();
        }

        @Override
        public String text() {
            return Quantities.format(time);
        }
    }
}
