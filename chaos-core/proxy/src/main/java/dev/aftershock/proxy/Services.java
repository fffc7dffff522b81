package dev.aftershock.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every proxy of one server shares.
 *
 * @param seed where every random decision starts
 * @param apiPort the server's own port, which no proxy may dial; 0 until it listens
 */
record Services(Loops loops, Names names, long seed, AtomicInteger apiPort) {}
