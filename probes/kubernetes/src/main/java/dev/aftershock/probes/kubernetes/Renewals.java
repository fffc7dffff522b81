package dev.aftershock.probes.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Remembers the latest renewal of one Lease for as long as its question is asked, over all watches. Thread-safe.
 *
 * <p>A renewal is another uid, holder or {@code renewTime} than before, and lasts from when it was seen: by this machine's clock,
 * since that of the holder may be another. So {@code renewTime} is only compared with itself, as those do who stand by. Whatever
 * else is told of the Lease, by a list or an event, extends nothing.
 *
 * <p>Nobody knows how old a renewal is that a list showed first, be it the first list or one after a gap. It may have ended, and
 * may not for a whole duration: until then nothing is known, but that a renewal seen before it of the same holder has not ended
 * earlier for it.
 */
final class Renewals implements Term.Rule<Lease> {

    /** The one that Kubernetes' own clients ask for. */
    private static final int USUAL_SECONDS = 15;

    private record Renewal(String uid, String holder, Optional<Instant> time) {

        static Renewal of(Lease lease) {
            return new Renewal(
                    lease.getMetadata().getUid(),
                    Renewals.holder(lease),
                    Optional.ofNullable(lease.getSpec().getRenewTime()).map(ZonedDateTime::toInstant));
        }

        boolean extendsThat(Renewal other) {
            return uid.equals(other.uid) && holder.equals(other.holder);
        }
    }

    /** A renewal, and its term. */
    private record Seen(Renewal renewal, Term term) {}

    private Optional<Seen> latest = Optional.empty();

    @Override
    public synchronized Term of(Lease lease, long toldAt, boolean sight) {
        Renewal told = Renewal.of(lease);
        if (latest.isEmpty() || !latest.get().renewal().equals(told)) {
            long ends = toldAt + duration(lease).toNanos();
            latest = Optional.of(new Seen(told, new Term(sight ? ends : knownBefore(told, toldAt), ends)));
        }
        return latest.get().term();
    }

    private long knownBefore(Renewal told, long otherwise) {
        return latest.filter(seen -> told.extendsThat(seen.renewal()))
                .map(seen -> seen.term().known())
                .orElse(otherwise);
    }

    /** Who holds a Lease; empty once it was given up. */
    static String holder(Lease lease) {
        return Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse("");
    }

    private static Duration duration(Lease lease) {
        return Duration.ofSeconds(
                Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds()).orElse(USUAL_SECONDS));
    }
}
