package dev.aftershock.probes;

import dev.aftershock.parts.InvalidInputException;
import dev.aftershock.parts.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings of the probe {@code dns}: asks a name server over UDP, past every cache of this machine.
 *
 * <p>Each attempt is one query from a port of its own with a random id; only the asked server is listened to. The answer
 * is good when it holds an address of the wanted type, or the expected one. Truncated and malformed answers fail, and
 * nothing is asked over TCP.
 *
 * @param host the name to look up, up to 253 characters in ASCII
 * @param type which addresses are asked for
 * @param expect an address that must be among them
 * @param server who is asked, as an IP address and, after a colon, a port
 */
public record DnsLookup(
        @Setting("The name to look up.") String host,

        @Setting(value = "The addresses to ask for: a is IPv4, aaaa is IPv6.", byDefault = "a")
        RecordType type,

        @Setting("An IP address that must be among those found.")
        Optional<String> expect,

        @Setting(
                "The name server's IP address, with its port when that is not 53; otherwise the first name server of this"
                        + " machine.")
        Optional<String> server) {

    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[\\w-]{1,63}(\\.[\\w-]{1,63})*");
    private static final Pattern SERVER = Pattern.compile("(?:\\[(.+)]|([0-9.]+))(?::(\\d{1,5}))?");
    private static final int PORT = 53;
    private static final int LAST_PORT = 65_535;

    /** Sorts of address records. */
    public enum RecordType {
        /** IPv4. */
        A(1, 4),
        /** IPv6. */
        AAAA(28, 16);

        private final int number;
        private final int bytes;

        RecordType(int number, int bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        int number() {
            return number;
        }

        int bytes() {
            return bytes;
        }
    }

    /** Checks the name and the addresses. */
    public DnsLookup {
        if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("'host' is '" + host
                    + "'; expected a name such as db.example.org, of letters, digits, '-' and '_', without final dot");
        }
        if (expect.isPresent() && expectedIn(type, expect).isEmpty()) {
            throw new IllegalArgumentException("'expect' is '" + expect.get() + "'; expected an "
                    + (type == RecordType.A ? "IPv4 address such as 10.0.0.7" : "IPv6 address such as 2001:db8::7")
                    + ", as 'type' is " + type.name().toLowerCase(Locale.ROOT));
        }
        if (server.isPresent() && address(server.get()).isEmpty()) {
            throw new IllegalArgumentException("'server' is '" + server.get()
                    + "'; expected an IP address such as 127.0.0.1, 127.0.0.1:5353, [::1] or [::1]:5353");
        }
    }

    /** The address that must be found. */
    Optional<InetAddress> expected() {
        return expectedIn(type, expect);
    }

    private static Optional<InetAddress> expectedIn(RecordType type, Optional<String> expect) {
        return expect.flatMap(IpLiteral::of).filter(address -> address.getAddress().length == type.bytes());
    }

    private static Optional<InetSocketAddress> address(String text) {
        Matcher matcher = SERVER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String ip = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int port = matcher.group(3) == null ? PORT : Integer.parseInt(matcher.group(3));
        return IpLiteral.of(ip)
                .filter(found -> port > 0 && port <= LAST_PORT)
                .map(found -> new InetSocketAddress(found, port));
    }

    /** Makes {@code dns} probes. */
    public static final class Provider implements ProbeProvider<DnsLookup> {

        @Override
        public String kind() {
            return "dns";
        }

        @Override
        public String summary() {
            return "Asks a name server for the addresses of a name.";
        }

        @Override
        public Class<DnsLookup> settings() {
            return DnsLookup.class;
        }

        @Override
        public String shortForm() {
            return "host";
        }

        @Override
        public Probe create(DnsLookup settings, ProbeContext context) {
            InetSocketAddress server = settings.server()
                    .or(NameServers::first)
                    .flatMap(DnsLookup::address)
                    .orElseThrow(() -> InvalidInputException.of(
                            "'server' is missing, and " + NameServers.FILE + " names no name server by IP address",
                            "'server: 127.0.0.1:53' or another name server"));
            return new DnsProbe(settings, server, context.clock());
        }
    }
}
