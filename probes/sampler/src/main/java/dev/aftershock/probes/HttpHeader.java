package dev.aftershock.probes;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One header that an answer must have; values are compared as they are, names whatever their case. */
record HttpHeader(String name, String value) {

    /** The signs of a name, after RFC 9110, section 5.6.2. */
    static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private static final Pattern WRITTEN = Pattern.compile("(" + NAME + "):[ \t]*(\\S(.*\\S)?)[ \t]*");

    static HttpHeader parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'header' is '" + written + "'; expected a name, a colon and a value, such as \"X-Role: primary\"");
        }
        return new HttpHeader(matcher.group(1), matcher.group(2));
    }

    /** What is wrong; empty when the header is there. */
    Optional<String> problem(HttpHeaders headers) {
        List<String> values = headers.allValues(name);
        if (values.contains(value)) {
            return Optional.empty();
        }
        String found = values.isEmpty() ? "missing" : JsonPath.quoted(String.join(", ", values));
        return Optional.of("header " + name + " is " + found + ", expected " + JsonPath.quoted(value));
    }
}
