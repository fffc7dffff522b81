package dev.aftershock.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds loopback ports below the range from which systems take the local ports of outgoing connections: a server that
 * is down for a while must get its port back.
 */
public final class FreePorts {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /** A port on which nobody listens now. */
    public static InetSocketAddress next(RandomGenerator random) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(loopback, port));
                return new InetSocketAddress(loopback, port);
            } catch (IOException e) {
                // taken: try another one
            }
        }
        throw new LabException("no free loopback port between " + LOWEST + " and " + HIGHEST + " was found in "
                + ATTEMPTS + " attempts");
    }
}
