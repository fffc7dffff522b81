import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;

/** A fault as tests written by hand make it: cut, wait, and restore in a finally block. Arguments: host and port of the API, proxy. */
final class HandWritten {

    private HandWritten() {}

    public static void main(String[] arguments) throws Exception {
        Proxy link = new ToxiproxyClient(arguments[0], Integer.parseInt(arguments[1])).getProxy(arguments[2]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> restore(link)));
        try {
            link.disable();
            Thread.sleep(5_000);
        } finally {
            restore(link);
        }
    }

    private static void restore(Proxy link) {
        try {
            link.enable();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
