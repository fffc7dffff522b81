package dev.aftershock.probes;

import dev.aftershock.parts.Needs;
import dev.aftershock.parts.Setting;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Settings of the probe {@code http}: reads one page on kept connections and checks the status.
 *
 * <p>Redirects are not followed. A body is read to its end, up to 1 MiB; a longer one fails.
 *
 * @param target who must answer
 * @param path resolved against the target's address
 * @param status the one that is right
 */
public record HttpGet(
        @Setting("The target that must answer.") @Needs(HttpTarget.class)
        String target,

        @Setting(value = "Path to read, resolved against the target's address.", byDefault = "/")
        String path,

        @Setting(value = "The status that is right.", byDefault = "200")
        int status) {

    /** Checks the ranges. */
    public HttpGet {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("'status' is " + status + "; expected a number from 100 to 599");
        }
        if (!path.startsWith("/") || !wellFormed(path)) {
            throw new IllegalArgumentException("'path' is '" + path
                    + "'; expected a path that begins with '/', with other signs than letters and digits as %XX");
        }
    }

    private static boolean wellFormed(String path) {
        try {
            return !new URI("http://host" + path).getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Makes {@code http} probes. */
    public static final class Provider implements ProbeProvider<HttpGet> {

        @Override
        public String kind() {
            return "http";
        }

        @Override
        public String summary() {
            return "Reads one page over HTTP and checks its status.";
        }

        @Override
        public Class<HttpGet> settings() {
            return HttpGet.class;
        }

        @Override
        public String shortForm() {
            return "target";
        }

        @Override
        public Probe create(HttpGet settings, ProbeContext context) {
            HttpTarget target = context.targets().one(settings.target(), HttpTarget.class);
            return new HttpProbe(settings, target, context.clock());
        }
    }
}
