package dev.aftershock.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses, such as {@code 203.0.113.0/24}.
 *
 * @param text as it was written
 * @param six whether of IPv6
 * @param length of its prefix, in bits
 */
record AddressBlock(String text, boolean six, int length) {

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern BLOCK =
            Pattern.compile("((?:" + BYTE + "\\.){3}" + BYTE + "|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)/([0-9]{1,3})");
    private static final int BITS = 32;
    private static final int BITS_OF_SIX = 128;

    /**
     * Reads one.
     *
     * @param setting whose value it is
     * @throws IllegalArgumentException when it is none
     */
    static AddressBlock parse(String setting, String text) {
        Matcher block = BLOCK.matcher(text);
        if (block.matches()) {
            boolean six = block.group(1).indexOf(':') >= 0;
            int length = Integer.parseInt(block.group(2));
            if (length <= (six ? BITS_OF_SIX : BITS) && isAddress(block.group(1))) {
                return new AddressBlock(text, six, length);
            }
        }
        throw new IllegalArgumentException(
                "'" + setting + "' is '" + text + "'; expected a block of addresses, such as 203.0.113.0/24");
    }

    /** One address alone. */
    static AddressBlock of(String address) {
        boolean six = address.indexOf(':') >= 0;
        int length = six ? BITS_OF_SIX : BITS;
        return new AddressBlock(address + "/" + length, six, length);
    }

    /** Four numbers, or hexadecimal digits before a colon: no name is looked up. */
    private static boolean isAddress(String text) {
        try {
            return InetAddress.getByName(text).getHostAddress().length() > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
