package dev.aftershock.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes requests that nobody should send, from a seed; none of them names the proxy {@code witness}. */
final class ApiFuzz {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "CONNECT", "get", "X-ODD", "");
    private static final List<String> NAMES = List.of(
            "a", "ü", "\\u0000", "..", "%", "%2F", "%zz", "a b", "<&>", "\\\"", "\\\\", "'", "😀", "\\ud800", "-", "?",
            "#", ";", "a/b");
    private static final List<String> WORDS =
            List.of("proxies", "toxics", "version", "metrics", "a", "x", "", "%", "%zz", "%C3%BC", "..", "?", "ü");
    private static final List<String> KEYS = List.of(
            "name",
            "listen",
            "upstream",
            "enabled",
            "type",
            "stream",
            "toxicity",
            "attributes",
            "latency",
            "jitter",
            "rate",
            "timeout",
            "bytes",
            "average_size",
            "size_variation",
            "delay",
            "NAME",
            "toxics",
            "x",
            "\\u006eame");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "1e400",
            "1e-400",
            "0.1",
            "01",
            "1.",
            "--1",
            "NaN",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "3.5e38",
            "\"\"",
            "\"127.0.0.1:0\"",
            "\"127.0.0.1\"",
            "\"127.0.0.1:99999\"",
            "\"[::1]:0\"",
            "\"[::1\"",
            "\":::\"",
            "\"127.0.0.1:-1\"",
            "\"1.2.3.4:0\"",
            "\"fe80::1%lo:1\"",
            "\"latency\"",
            "\"slicer\"",
            "\"noop\"",
            "\"upstream\"",
            "\"DownStream\"",
            "\"a\\",
            "\"\\u12\"",
            "\"\\x\"",
            "\"\u0001\"",
            "nul",
            "tru",
            "\"");
    private static final List<String> HEADERS = List.of(
            "Host: localhost",
            "Host: evil.example",
            "Host:",
            "Host: [::1",
            "Host: ::1%lo",
            "Host: 127.0.0.1:x",
            "Origin: null",
            "User-Agent: Mozilla/5.0",
            "Connection: close",
            "Connection: upgrade",
            "Upgrade: websocket",
            "Expect: 100-continue",
            "Expect: magic",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5",
            "Content-Type: text/plain",
            "Authorization: Bearer",
            "No colon",
            ": empty",
            "X-Long: " + "x".repeat(9_000),
            "X-\u00e9: \u00e9",
            " folded");

    private final SplittableRandom random;

    ApiFuzz(SplittableRandom random) {
        this.random = random;
    }

    /** A request that is whole by the rules of HTTP, whatever its path and body say. */
    String whole() {
        String body = body();
        String path = random.nextBoolean() ? pick(List.of("/proxies", "/populate", "/proxies/a/toxics")) : path();
        String method = random.nextInt(4) > 0 ? pick(List.of("GET", "POST", "PATCH", "DELETE")) : "PUT";
        return request(
                method,
                "/" + path.replace(" ", "%20").substring(Math.min(1, path.length())),
                List.of("Host: localhost", "Connection: close"),
                body);
    }

    /** A request with random headers and method, and then some of its bytes changed, lost or doubled. */
    String broken() {
        List<String> headers = IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> pick(HEADERS))
                .toList();
        StringBuilder text = new StringBuilder(request(pick(METHODS), path(), headers, body()));
        for (int changes = random.nextInt(4); changes > 0 && text.length() > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, text.charAt(at));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static String request(String method, String path, List<String> headers, String body) {
        String lines = headers.stream().map(line -> line + "\r\n").collect(Collectors.joining());
        return method + " " + path + " HTTP/1.1\r\n" + lines + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private String path() {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> "/" + pick(WORDS))
                .collect(Collectors.joining());
    }

    private String body() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> pick(List.of("[", "{\"a\":", "[{\"attributes\":")).repeat(1 + random.nextInt(30_000));
            case 2 -> "{\"name\":\"" + "n".repeat(random.nextInt(100_000)) + "\"}";
            case 3 -> proxy();
            case 4 -> "[" + proxy() + "," + proxy() + "]";
            default -> value(4) + pick(List.of("", " ", "}", "trailing"));
        };
    }

    private String proxy() {
        return "{\"name\":\"" + pick(NAMES) + "\",\"upstream\":\"" + pick(NAMES) + "\",\"listen\":" + pick(SCALARS)
                + ",\"enabled\":" + pick(List.of("true", "false", "false", "null", "0")) + "}";
    }

    private String value(int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        int size = random.nextInt(6);
        return switch (kind) {
            case 0 -> pick(SCALARS);
            case 1 ->
                IntStream.range(0, size).mapToObj(i -> value(depth - 1)).collect(Collectors.joining(",", "[", "]"));
            default ->
                IntStream.range(0, size)
                        .mapToObj(i -> "\"" + pick(KEYS) + "\":" + value(depth - 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
