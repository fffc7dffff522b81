import dev.aftershock.proxy.ProxyServer;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** How long the embedded proxy takes to serve its API, once the JVM has done so a few times; prints the median in milliseconds. */
public final class Start {

    private static final int WARM_UP = 30;
    private static final int COUNTED = 31;

    public static void main(String[] arguments) throws Exception {
        double[] millis = new double[COUNTED];
        for (int i = -WARM_UP; i < COUNTED; i++) {
            long from = System.nanoTime();
            try (ProxyServer server = ProxyServer.start(new InetSocketAddress("127.0.0.1", 0), 1)) {
                double took = (System.nanoTime() - from) / 1e6;
                if (i >= 0 && server.api() != null) {
                    millis[i] = took;
                }
            }
        }
        Arrays.sort(millis);
        System.out.println(millis[COUNTED / 2]);
    }
}
