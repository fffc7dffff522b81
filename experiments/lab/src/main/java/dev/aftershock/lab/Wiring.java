package dev.aftershock.lab;

import java.net.InetSocketAddress;

/** By which addresses the members of a pair and their clients reach each other; proxies may stand between. */
public interface Wiring {

    /** The address at which member {@code from} reaches member {@code to}. */
    InetSocketAddress replication(String from, String to);

    /** The address at which clients reach a member. */
    InetSocketAddress clients(String to);

    /** Everybody connects to the servers themselves. */
    static Wiring direct(PostgresPair pair) {
        return new Wiring() {
            @Override
            public InetSocketAddress replication(String from, String to) {
                return pair.node(to).address();
            }

            @Override
            public InetSocketAddress clients(String to) {
                return pair.node(to).address();
            }
        };
    }
}
