package dev.aftershock.proxy;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The proxies' byte counters in the text format of Prometheus, under Toxiproxy's names. */
final class Metrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Metrics() {}

    static String text(Collection<FaultProxy> proxies) {
        StringBuilder text = new StringBuilder();
        counter(text, "received", "Bytes read from the source of each direction.", proxies);
        counter(text, "sent", "Bytes handed to the destination of each direction.", proxies);
        return text.toString();
    }

    private static void counter(StringBuilder text, String what, String help, Collection<FaultProxy> proxies) {
        String name = "toxiproxy_proxy_" + what + "_bytes_total";
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
        for (FaultProxy proxy : proxies) {
            for (Direction direction : Direction.values()) {
                ToLongFunction<Traffic> bytes =
                        traffic -> what.equals("sent") ? traffic.sent(direction) : traffic.received(direction);
                text.append(name).append(labels(proxy.asInput(), direction)).append(' ');
                text.append(bytes.applyAsLong(proxy.traffic())).append('\n');
            }
        }
    }

    private static String labels(ProxyInput proxy, Direction direction) {
        return "{direction=\"" + direction.name().toLowerCase(Locale.ROOT)
                + "\",listener=\"" + escaped(proxy.listen())
                + "\",proxy=\"" + escaped(proxy.name())
                + "\",upstream=\"" + escaped(proxy.upstream()) + "\"}";
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
