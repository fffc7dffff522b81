package dev.aftershock.probes;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks and joins addresses and paths; no message holds a user or password. */
final class HttpAddresses {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0{0,4}:){2,7}0{0,3}1]");

    private HttpAddresses() {}

    /**
     * Checks an address that is written in a probe instead of a target.
     *
     * @throws IllegalArgumentException when it is no plain address, or its host is neither loopback nor allowed
     */
    static URI checked(String url, List<String> allowHosts) {
        URI address = parsed(url);
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'url' holds a user or password, which would stand in reports: "
                    + shown(url) + "; expected an address without them");
        }
        if (address.getRawFragment() != null) {
            throw new IllegalArgumentException("'url' is '" + shown(url) + "'; expected no '#', which is never sent");
        }
        String host = address.getHost();
        if (!isLoopback(host) && allowHosts.stream().noneMatch(host::equalsIgnoreCase)) {
            throw new IllegalArgumentException("'url' leads to the host '" + host
                    + "', which is not this machine; expected 127.0.0.1, [::1] or localhost, or else the host in"
                    + " 'allow-hosts'");
        }
        return address;
    }

    private static URI parsed(String url) {
        try {
            URI address = new URI(url);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (address.getHost() != null && List.of("http", "https").contains(scheme)) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The same words as for any other text; the parser's own could show a password.
        }
        throw new IllegalArgumentException(
                "'url' is '" + shown(url) + "'; expected http://HOST:PORT/PATH or https://HOST:PORT/PATH");
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** An address as written, but with the user and password hidden. */
    static String shown(String url) {
        return url.replaceAll("//.*@", "//***@");
    }

    /**
     * Checks a path that is added to an address.
     *
     * @param setting its name
     * @param filled the path with its placeholders filled in
     */
    static void checkPath(String setting, String path, String filled) {
        if (!path.startsWith("/") || !wellFormed(filled)) {
            throw new IllegalArgumentException("'" + setting + "' is '" + path
                    + "'; expected a path that begins with '/', with other signs than letters and digits as %XX");
        }
    }

    private static boolean wellFormed(String path) {
        try {
            return new URI("http://host" + path).getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** An address with a path behind its own. */
    static URI joined(URI base, String path) {
        String address = base.toString();
        String start = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return URI.create(start + path);
    }
}
