package dev.aftershock.probes.prometheus;

import java.net.URI;
import java.util.regex.Pattern;

/** Holds addresses that are no declared target to this machine. */
final class Loopback {

    private static final Pattern HOST = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Loopback() {}

    /**
     * Refuses every address but plain HTTP ones on loopback.
     *
     * @throws IllegalArgumentException when it is another
     */
    static void check(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean here = url.getHost() != null && HOST.matcher(url.getHost()).matches();
        boolean bare = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
        if (!web || !here || !bare) {
            throw new IllegalArgumentException("'url' is '" + url.getScheme() + "://" + url.getHost()
                    + "'; expected http://127.0.0.1:9090 or another address on loopback without user and query;"
                    + " declare a server elsewhere as a target");
        }
    }
}
