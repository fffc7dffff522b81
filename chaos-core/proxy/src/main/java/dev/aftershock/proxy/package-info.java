/**
 * The embedded fault proxy: a TCP proxy in this JVM that speaks Toxiproxy's HTTP API.
 *
 * <p>Start with {@link dev.aftershock.proxy.ProxyServer}. A request is read by {@code ApiHandler}, checked by
 * {@code ApiGuard}, routed by {@code Api}, and changes the {@code ProxyCollection} on one control thread. A
 * {@code FaultProxy} owns its {@code LiveToxics} and a {@code Listener} (a {@code UdpRelay} for UDP), which owns
 * {@code Connection}s; each has two {@code Link}s (client to
 * server and back), and each link a chain of {@code Stage}s, one per toxic. To add a toxic: one {@code ToxicType}
 * file, one line in {@code ToxicTypes}, and its rows in the conformance suite.
 *
 * <p>Threads: at most two event loops that move bytes and never wait, and one control thread that runs API calls in
 * order and may wait, within bounds, for the loops. A stage is touched by its connection's loop only.
 */
@NullMarked
package dev.aftershock.proxy;

import org.jspecify.annotations.NullMarked;
