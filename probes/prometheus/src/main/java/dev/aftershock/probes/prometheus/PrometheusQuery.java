package dev.aftershock.probes.prometheus;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import dev.aftershock.probes.HttpTarget;
import dev.aftershock.probes.Probe;
import dev.aftershock.probes.ProbeContext;
import dev.aftershock.probes.ProbeProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the probe {@code prometheus}: runs an instant query and compares each value of its result.
 *
 * <p>The answer is good when there is at least one value, every value is within the bounds, none is NaN, and no sample is
 * too old. An error, a warning (the result may be incomplete), a redirect and an answer longer than 1 MiB fail.
 *
 * @param target the server
 * @param url the server, when it listens on loopback and is no target
 * @param query what to ask; an instant vector, up to 4096 characters
 * @param series a plain selector of the series that the query is computed from
 * @param atLeast the smallest good value
 * @param atMost the largest good value
 * @param equals the only good value
 * @param staleAfter how old a sample may be, above zero
 */
public record PrometheusQuery(
        @Setting("The Prometheus server to ask; give this or a url.") @Needs(HttpTarget.class)
        Optional<String> target,

        @Setting("The address of a Prometheus server on loopback; give this or a target.")
        Optional<URI> url,

        @Setting("The PromQL query; every value of its result must be good.")
        String query,

        @Setting(
                "A plain selector of the series whose samples must be fresh; needed when the query is more than a plain"
                        + " selector.")
        Optional<String> series,

        @Setting("The smallest value that is good.") Optional<Double> atLeast,

        @Setting("The largest value that is good.") Optional<Double> atMost,

        @Setting("The only value that is good.") Optional<Double> equals,

        @Setting(
                value = "How old a sample may be by the server's clock; more than the scrape interval.",
                byDefault = "10s")
        Duration staleAfter) {

    private static final int MOST_CHARACTERS = 4096;

    /** Checks that the settings go together. */
    public PrometheusQuery {
        if (target.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException((target.isPresent() ? "both 'target' and 'url' are" : "no server is")
                    + " given; expected either 'target: NAME' or 'url: http://127.0.0.1:9090'");
        }
        url.ifPresent(Loopback::check);
        if (query.isBlank() || query.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("'query' has " + query.length()
                    + " characters; expected a PromQL query such as up of up to " + MOST_CHARACTERS);
        }
        checkSeries(query, series);
        checkBounds(atLeast, atMost, equals);
        if (staleAfter.isZero() || staleAfter.isNegative()) {
            throw new IllegalArgumentException("'stale-after' is " + staleAfter.toMillis()
                    + "ms; expected more than the scrape interval, such as 10s");
        }
    }

    private static void checkSeries(String query, Optional<String> series) {
        if (series.isEmpty() && !Selector.isPlain(query)) {
            throw new IllegalArgumentException(
                    "'query' is more than a plain selector, so that nobody can tell how old its"
                            + " samples are; give 'series' as well, the selector of what it is computed from, such as up{job=\"db\"}");
        }
        if (series.isPresent() && !Selector.isPlain(series.get())) {
            throw new IllegalArgumentException("'series' is '" + series.get()
                    + "'; expected a plain selector such as up{job=\"db\"}, without functions, ranges or offsets");
        }
    }

    private static void checkBounds(Optional<Double> atLeast, Optional<Double> atMost, Optional<Double> equals) {
        boolean ranged = atLeast.isPresent() || atMost.isPresent();
        if (ranged == equals.isPresent()) {
            throw new IllegalArgumentException((ranged ? "'equals' is given beside a bound" : "no value is called good")
                    + "; expected 'equals', or 'at-least', 'at-most' or both");
        }
        if (atLeast.isPresent() && atMost.isPresent() && atLeast.get() > atMost.get()) {
            throw new IllegalArgumentException("'at-least' is " + atLeast.get() + ", above 'at-most', which is "
                    + atMost.get() + "; no value is good");
        }
    }

    /** The series whose samples must be fresh. */
    String watched() {
        return series.orElse(query);
    }

    /** Whether a value is good; NaN is not. */
    boolean accepts(double value) {
        return value >= atLeast.orElse(equals.orElse(Double.NEGATIVE_INFINITY))
                && value <= atMost.orElse(equals.orElse(Double.POSITIVE_INFINITY));
    }

    /** The values that are good, in words. */
    String wanted() {
        return equals.map(value -> "exactly " + value)
                .orElseGet(() -> atLeast.map(value -> "at least " + value).orElse("")
                        + (atLeast.isPresent() && atMost.isPresent() ? " and " : "")
                        + atMost.map(value -> "at most " + value).orElse(""));
    }

    /** Makes {@code prometheus} probes. */
    public static final class Provider implements ProbeProvider<PrometheusQuery> {

        @Override
        public String kind() {
            return "prometheus";
        }

        @Override
        public String summary() {
            return "Runs an instant query on Prometheus and compares its values, which must be fresh.";
        }

        @Override
        public Class<PrometheusQuery> settings() {
            return PrometheusQuery.class;
        }

        @Override
        public Probe create(PrometheusQuery settings, ProbeContext context) {
            HttpTarget server = settings.target()
                    .map(name -> context.targets().one(name, HttpTarget.class))
                    .orElseGet(() -> settings.url()::orElseThrow);
            return new PrometheusProbe(settings, server, context.name(), context.clock());
        }
    }
}
